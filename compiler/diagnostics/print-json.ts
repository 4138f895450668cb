// Findings for programs: one stable object, snake_case, positions from 1.
import type { Diagnostic, Span } from '../../schemas/diagnostic.js'
import type { JsonObject } from '../../schemas/json.js'

/** All findings of one call. */
export function toReport(diagnostics: readonly Diagnostic[], specifications: readonly string[]): JsonObject {
  const count = (severity: Diagnostic['severity']): number =>
    diagnostics.filter((diagnostic) => diagnostic.severity === severity).length
  return {
    schema_version: 1,
    specifications,
    counts: { errors: count('error'), warnings: count('warning'), notes: count('note') },
    diagnostics: diagnostics.map(toObject),
  }
}

const toObject = ({ code, severity, message, span, hint, related }: Diagnostic): JsonObject => ({
  code,
  severity,
  message,
  ...(span === undefined ? {} : toPlace(span)),
  ...(hint === undefined ? {} : { hint }),
  ...(related === undefined ? {} : { related: { message: related.message, ...toPlace(related.span) } }),
})

const toPlace = ({ file, start, end }: Span): JsonObject => ({
  file,
  line: start.line,
  column: start.column,
  end_line: end.line,
  end_column: end.column,
})
