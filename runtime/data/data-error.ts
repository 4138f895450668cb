// The one error of this folder: the author's data or declaration is wrong, and which key of `data:` says so.
import { SpecError } from '../../schemas/diagnostic.js'

/** Key of the `data:` section that a problem is reported at. */
export type DataField =
  'dataset' | 'file' | 'windows' | 'target' | 'columns' | 'group' | 'time' | 'prepare' | 'pools'

/** A problem with declared data; the compiler puts the span of `field` to it. */
export class DataError extends SpecError {
  readonly field: DataField

  constructor(code: string, field: DataField, message: string, hint?: string, cause?: unknown) {
    super(code, message, { hint, cause })
    this.field = field
  }
}
