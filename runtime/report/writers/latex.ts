// The final table for a paper: arms by metrics, mean and interval, in `booktabs` form. Bold is earned, not assumed: the best arm of a
// metric is set in bold only where a claim that it is better was tested and supported.
import type { Result, ResultFigure } from '../../../schemas/result.js'
import { decimalsFor, showNumber } from '../numbers.js'

/** A `table` environment; needs the package booktabs. */
export function writeLatex(result: Result): string {
  const arms = Object.keys(result.arms)
  const metrics = [
    ...new Set(arms.flatMap((arm) => Object.keys(result.arms[arm]?.summary.evaluation ?? {}))),
  ].sort()
  const rows = arms.map((arm) => [escapeLatex(arm), ...metrics.map((metric) => cell(result, arm, metric))])
  const head = ['arm', ...metrics].map(escapeLatex)
  const line = (cells: readonly string[]): string => `    ${cells.join(' & ')} \\\\`
  return `% result ${result.result_digest}; needs \\usepackage{booktabs}
\\begin{table}
  \\centering
  \\begin{tabular}{l${'c'.repeat(metrics.length)}}
    \\toprule
${line(head)}
    \\midrule
${rows.map(line).join('\n')}
    \\bottomrule
  \\end{tabular}
  \\caption{${escapeLatex(result.name)}: mean with its interval. Bold: best, and a claim that it is better was supported.}
\\end{table}
`
}

function cell(result: Result, arm: string, metric: string): string {
  const figure = result.arms[arm]?.summary.evaluation[metric]
  if (figure === undefined) return '--'
  const text = figureText(figure)
  return isProvenBest(result, arm, metric) ? `\\textbf{${text}}` : text
}

function figureText({ mean, ci }: ResultFigure): string {
  const decimals = decimalsFor(ci, mean)
  const show = (value: number | null): string =>
    showNumber(value, decimals).replace('−', '$-$').replace('–', '--')
  return ci === null ? show(mean) : `${show(mean)} {[}${show(ci.low)}, ${show(ci.high)}{]}`
}

/** Neither declared exploratory nor added after a look: those test nothing. */
function isProvenBest(
  { arms, claims, claims_added: added = [] }: Result,
  arm: string,
  metric: string,
): boolean {
  const supporting = claims.find(
    (claim) =>
      claim.kind === 'better' &&
      claim.arm === arm &&
      claim.on === metric &&
      claim.phase === 'evaluate' &&
      claim.outcome === 'supported' &&
      !claim.exploratory &&
      !added.includes(claim.id),
  )
  if (supporting === undefined) return false
  const sign = supporting.direction === 'maximize' ? 1 : -1
  const value = (name: string): number =>
    sign * (arms[name]?.summary.evaluation[metric]?.mean ?? -Infinity * sign)
  return Object.keys(arms).every((other) => value(other) <= value(arm))
}

const special: Readonly<Record<string, string>> = {
  '\\': '\\textbackslash{}',
  '~': '\\textasciitilde{}',
  '^': '\\textasciicircum{}',
}

/** Text as LaTeX sets it, whatever it holds. */
export const escapeLatex = (text: string): string =>
  text.replace(/[\\~^&%$#_{}]/g, (character) => special[character] ?? `\\${character}`)
