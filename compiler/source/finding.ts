// How compiler phases write down what is wrong: one constructor, so that every finding has the same shape.
import type { Diagnostic, Severity, Span } from '../../schemas/diagnostic.js'

interface Extras {
  readonly hint?: string | undefined
  readonly related?: { readonly message: string; readonly span: Span } | undefined
  readonly severity?: Severity
}

/** A diagnostic, an error unless said otherwise; `code` has an entry in `compiler/diagnostics/codes`. */
export const finding = (code: string, span: Span, message: string, extras: Extras = {}): Diagnostic => ({
  code,
  severity: extras.severity ?? 'error',
  message,
  span,
  ...(extras.hint === undefined ? {} : { hint: extras.hint }),
  ...(extras.related === undefined ? {} : { related: extras.related }),
})
