// Errors of the YAML parser in our words: what a person did, not what a parser state expected.
import type { Document, ErrorCode } from 'yaml'
import type { Diagnostic, Span } from '../../schemas/diagnostic.js'
import { finding } from './finding.js'
import { lineText, positionAt, spanBetween, type SourceFile } from './source-file.js'

/** Findings of one parsed document; only the first syntax error of a line, since the rest is its fallout. */
export function syntaxFindings(file: SourceFile, document: Document.Parsed): readonly Diagnostic[] {
  const found: Diagnostic[] = []
  const lines = new Set<number>()
  for (const problem of [...document.errors, ...document.warnings]) {
    if (problem.code === 'MULTIPLE_DOCS') continue
    const [start, end] = problem.pos
    const { line } = positionAt(file, start)
    if (lines.has(line)) continue
    lines.add(line)
    found.push(explain(file, problem.code, spanBetween(file, start, end), problem.message))
  }
  return found.slice(0, FIRST_ERRORS)
}

/** A broken line breaks the lines after it; more than a few messages are noise. */
const FIRST_ERRORS = 3

function explain(file: SourceFile, code: ErrorCode, span: Span, message: string): Diagnostic {
  const interpolation = findInterpolation(file, span)
  if (interpolation !== undefined) {
    return finding(
      'unquoted-interpolation',
      interpolation,
      '`${…}` stands unquoted inside `[ ]` or `{ }`, where YAML reads its braces as a map.',
      { hint: 'put the text in quotes: `"${…}"`' },
    )
  }
  if (code === 'TAB_AS_INDENT' || startsWithTab(file, span)) {
    return finding('tab-indentation', span, 'the line is indented with a tab; YAML allows only spaces.', {
      hint: 'replace the tab with spaces',
    })
  }
  if (code === 'TAG_RESOLVE_FAILED') {
    const tag = file.text.slice(span.start.offset, span.end.offset)
    return finding(
      'unsupported-tag',
      span,
      `the tag \`${tag}\` is not known; a specification uses no tags of its own.`,
      {
        hint: 'delete the tag',
      },
    )
  }
  return finding(
    'yaml-syntax',
    afterBlanks(file, span),
    `not YAML: ${plain(message)}.`,
    hintFor(code, message),
  )
}

/** The parser's span may begin with the blanks before what it means. */
function afterBlanks(file: SourceFile, { start, end }: Span): Span {
  const blanks = /^ */.exec(file.text.slice(start.offset))?.[0].length ?? 0
  const from = start.offset + blanks
  return spanBetween(file, from, Math.max(from, end.offset))
}

/** The nearest unquoted `${` on the error's line or just before it. */
function findInterpolation(file: SourceFile, span: Span): Span | undefined {
  for (const line of [span.start.line, span.start.line - 1]) {
    const text = lineText(file, line)
    const column = withoutQuoted(text).indexOf('${')
    if (column < 0) continue
    const start = (file.lineStarts[line - 1] ?? 0) + column
    const close = text.indexOf('}', column)
    return spanBetween(file, start, start + (close < 0 ? 2 : close - column + 1))
  }
  return undefined
}

/** The line with quoted parts and comments blanked out, lengths kept. */
const withoutQuoted = (text: string): string =>
  text.replace(/"(?:\\.|[^"\\])*"|'[^']*'|#.*/g, (part) => ' '.repeat(part.length))

const startsWithTab = (file: SourceFile, span: Span): boolean => /^ *\t/.test(lineText(file, span.start.line))

/** The parser's terms, as somebody who knows YAML by sight would say them. */
const terms: readonly (readonly [RegExp, string])[] = [
  [/^Flow sequence .*end with a \]/, 'a `[` is not closed by `]`'],
  [/^Flow map .*end with a \}/, 'a `{` is not closed by `}`'],
  [/^Nested mappings are not allowed in compact mappings/, 'a second `key:` stands on one line'],
  [/^Implicit keys need to be on a single line/, 'a text without a colon stands among `key: value` lines'],
  [/^A block sequence may not be used as an implicit map key/, 'a list stands where a `key:` was expected'],
]

const plain = (message: string): string => {
  const known = terms.find(([pattern]) => pattern.test(message))
  if (known !== undefined) return known[1]
  const [line = message] = message.split('\n')
  const text = line
    .replace(/ at line \d+.*$/, '')
    .replace(/[.:\s]+$/, '')
    .replace(/(["'])quote$/, '$1 quote')
  return text.charAt(0).toLowerCase() + text.slice(1)
}

function hintFor(code: ErrorCode, message: string): { hint?: string } {
  switch (code) {
    case 'BAD_INDENT':
      if (message.startsWith('Flow')) return { hint: 'close the bracket or brace that is still open' }
      return { hint: 'align the entries of one map or list in one column' }
    case 'MULTILINE_IMPLICIT_KEY':
    case 'BLOCK_AS_IMPLICIT_KEY':
      return { hint: 'align the entries of one map or list in one column; is a colon missing just before?' }
    case 'MISSING_CHAR':
      return { hint: 'close the bracket, brace or quote that was opened before' }
    case 'BAD_SCALAR_START':
      return { hint: 'quote the text' }
    default:
      return {}
  }
}
