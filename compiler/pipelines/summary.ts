// The page that a pipeline shows: the verdict first, then what failed, then the report.
import { writeMarkdown } from '../../runtime/report/writers/markdown.js'
import type { Case } from './cases.js'
import type { Conclusions } from './conclusions.js'

/** Markdown. The verdict is the heading, so it is read before anything else. */
export function toSummary(cases: readonly Case[], conclusions: Conclusions): string {
  const { result, call, exit } = conclusions
  const failed = cases.filter(({ outcome }) => outcome === 'failed' || outcome === 'error')
  const open = cases.filter(({ suite, outcome }) => suite === 'claims' && outcome === 'skipped')
  const parts = [
    `# ${verdictOf(cases, conclusions)}`,
    `\`espalier ${call.replaceAll('`', "'")}\` ended with exit code ${exit}.`,
    ...listOf('What failed', failed),
    ...listOf('Not decided', open),
    ...(result === undefined ? [] : [belowHeading(writeMarkdown(result)).trimEnd()]),
  ]
  return `${parts.join('\n\n')}\n`
}

/** One sentence: passed, failed, wrong or interrupted, and why. */
export function verdictOf(cases: readonly Case[], { result, interrupted, exit, call }: Conclusions): string {
  const name = result?.name ?? call
  const count = (type: string): number =>
    cases.filter((each) => each.suite === 'claims' && each.type === type).length
  const claims = ['refuted', 'undecided', 'supported'].flatMap((type) =>
    count(type) === 0 ? [] : [`${count(type)} ${type}`],
  )
  const outcomes = claims.length === 0 ? '' : ` (claims: ${claims.join(', ')})`
  if (interrupted !== undefined) return `⏸ Interrupted: ${inline(name)}`
  if (exit === 0) return `✅ Passed: ${inline(name)}${outcomes}`
  return `❌ Failed: ${inline(name)}${outcomes}`
}

const listOf = (title: string, cases: readonly Case[]): readonly string[] =>
  cases.length === 0
    ? []
    : [
        `**${title}**\n\n${cases.map(({ name, message }) => `- ${inline(name)}: ${inline(message)}`).join('\n')}`,
      ]

/** The report's headings go one level down, below the verdict. */
const belowHeading = (markdown: string): string => markdown.replace(/^#/gm, '##')

/** Text of a specification never becomes markup. */
const inline = (text: string): string =>
  text
    .replace(/\s+/g, ' ')
    .replace(/[\\`*_{}[\]<>#|~]/g, (sign) => (sign === '<' ? '&lt;' : sign === '>' ? '&gt;' : `\\${sign}`))
