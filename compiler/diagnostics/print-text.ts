// Findings for people: place, code and sentence; the line with carets; the hint; the second place, where there is one.
import type { Diagnostic, Severity, Span } from '../../schemas/diagnostic.js'
import { codeFrame } from '../source/code-frame.js'
import type { SourceFile } from '../source/source-file.js'

/** How text is painted; all functions give their text back unchanged where there is no colour. */
export interface Paint {
  readonly error: (text: string) => string
  readonly warning: (text: string) => string
  readonly note: (text: string) => string
  readonly faint: (text: string) => string
  readonly strong: (text: string) => string
}

const plain = (text: string): string => text

/** No colours. */
export const noPaint: Paint = { error: plain, warning: plain, note: plain, faint: plain, strong: plain }

/** Findings as blocks, an empty line between them. */
export const printFindings = (
  diagnostics: readonly Diagnostic[],
  files: ReadonlyMap<string, SourceFile>,
  paint: Paint = noPaint,
): string => diagnostics.map((diagnostic) => printFinding(diagnostic, files, paint)).join('\n')

/** One finding; ends with a line end. */
export function printFinding(
  { code, severity, message, span, hint, related }: Diagnostic,
  files: ReadonlyMap<string, SourceFile>,
  paint: Paint = noPaint,
): string {
  const head = `${place(span, paint)}${paint[severity](`${severity} ${code}`)}: ${visible(message)}`
  const frame = frameOf(span, files, paint)
  const help = hint === undefined ? [] : [`  ${paint.strong('hint')}: ${visible(hint)}`]
  const second =
    related === undefined
      ? []
      : [`  ${place(related.span, paint)}${visible(related.message)}`, ...frameOf(related.span, files, paint)]
  return [head, ...frame, ...help, ...second, ''].join('\n')
}

/** "2 errors and 1 warning", or "no problems". */
export function countFindings(diagnostics: readonly Diagnostic[]): string {
  const words = (['error', 'warning', 'note'] as const).flatMap((severity) => {
    const count = diagnostics.filter((diagnostic) => diagnostic.severity === severity).length
    return count === 0 ? [] : [`${String(count)} ${plural(severity, count)}`]
  })
  if (words.length === 0) return 'no problems'
  return words.length === 1 ? (words[0] ?? '') : `${words.slice(0, -1).join(', ')} and ${words.at(-1) ?? ''}`
}

/** The last line of a check: what was found in how many files. */
export const printSummary = (diagnostics: readonly Diagnostic[], specifications: number): string =>
  `${countFindings(diagnostics)} in ${String(specifications)} ${plural('specification', specifications)}`

const plural = (word: Severity | 'specification', count: number): string => (count === 1 ? word : `${word}s`)

const place = (span: Span | undefined, paint: Paint): string =>
  span === undefined
    ? ''
    : paint.strong(`${visible(span.file)}:${String(span.start.line)}:${String(span.start.column)}: `)

function frameOf(
  span: Span | undefined,
  files: ReadonlyMap<string, SourceFile>,
  paint: Paint,
): readonly string[] {
  const file = span === undefined ? undefined : files.get(span.file)
  if (span === undefined || file === undefined || file.text === '') return []
  return codeFrame(file, span)
    .split('\n')
    .map((line) => paint.faint(line))
}

/** Text from a specification may hold what a terminal obeys; shown as a dot. */
const visible = (text: string): string =>
  text.replace(/[\u0000-\u001f\u007f-\u009f\u200b-\u200f\u2028-\u202e\u2066-\u2069\ufeff]/g, '·')
