// A problem with what an option of a procedure names: the compiler puts the option's place to it.
import { SpecError } from '../../schemas/diagnostic.js'

/** The author's option is wrong; `field` is its name. */
export class OptionError extends SpecError {
  readonly field: string

  constructor(code: string, field: string, message: string, hint?: string) {
    super(code, message, { hint })
    this.field = field
  }
}
