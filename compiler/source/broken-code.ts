// Code of the author's that fails while a specification is checked.
import { SpecError, type Diagnostic, type Span } from '../../schemas/diagnostic.js'
import { finding } from './finding.js'

/** A function of a definition threw; the place is the line that brings its file. */
export class BrokenCodeError extends SpecError {
  readonly finding: Diagnostic

  constructor(span: Span, message: string, cause: unknown) {
    const hint = 'catch it there; a layer that cannot be built on its input throws `Rejection` instead'
    super('code-broken', message, { span, hint, cause })
    this.finding = finding('code-broken', span, message, { hint })
  }
}
