// The order in which findings are told, and how many.
import type { Diagnostic } from '../../schemas/diagnostic.js'

/** Findings told at most. */
const CAP = 100

/** By file, position and code, each once; what is beyond the cap is counted in a last note. */
export function sortFindings(diagnostics: readonly Diagnostic[], cap = CAP): readonly Diagnostic[] {
  const unique = new Map(diagnostics.map((diagnostic) => [identity(diagnostic), diagnostic]))
  const sorted = [...unique.values()].sort(compare)
  if (sorted.length <= cap) return sorted
  const errors = sorted.filter(({ severity }) => severity === 'error')
  const kept = errors.length >= cap ? errors.slice(0, cap) : sorted.slice(0, cap)
  const hidden = sorted.length - kept.length
  return [
    ...kept,
    {
      code: 'too-many-findings',
      severity: 'note',
      message: `${String(hidden)} more findings are not shown.`,
      hint: 'cure these first, then check again',
    },
  ]
}

const identity = ({ code, message, span }: Diagnostic): string =>
  [span?.file, span?.start.offset, code, message].join('\n')

const compare = (a: Diagnostic, b: Diagnostic): number =>
  compareText(a.span?.file ?? '', b.span?.file ?? '') ||
  (a.span?.start.offset ?? 0) - (b.span?.start.offset ?? 0) ||
  compareText(a.code, b.code) ||
  compareText(a.message, b.message)

const compareText = (a: string, b: string): number => (a < b ? -1 : a > b ? 1 : 0)
