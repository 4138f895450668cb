// The contract of quantities: from the tidy rows of an arm to one number for each cell.
// A quantity is added by one file and one line in index.ts; find.ts resolves `on:` to one.
import type { OptionSchema } from '../../../schemas/definition.js'
import type { JsonObject } from '../../../schemas/json.js'
import type { ResultMeasurement } from '../../../schemas/result.js'

/** A value of one arm; `seed` is absent for quantities of a whole search. */
export interface CellValue {
  readonly task: string
  readonly replicate: number
  readonly fold: number
  readonly seed?: number
  /** Undefined where the arm has no value there (its training diverged, no trial succeeded). */
  readonly value: number | undefined
}

/** What a quantity is computed from. */
export interface QuantityRequest {
  readonly arm: string
  /** Rows of that arm. */
  readonly rows: readonly ResultMeasurement[]
  /** Those of another arm, of which a quantity says in `arms` that it reads it. */
  readonly rowsOf: (arm: string) => readonly ResultMeasurement[]
  readonly metric: string
  /** Which way the metric is good. */
  readonly direction: 'maximize' | 'minimize'
  readonly options: JsonObject
}

export interface Quantity {
  readonly kind: string
  readonly phase: 'tune' | 'evaluate'
  readonly summary: string
  /** Which way the quantity is good, where that is not the metric's own way. */
  readonly direction?: 'maximize' | 'minimize'
  /** Metrics that it reads besides the one it is about. Absent: none. */
  readonly reads?: readonly string[]
  /** Arms that its options name. Absent: none. */
  readonly arms?: (options: JsonObject) => readonly string[]
  /** Options besides `metric`. */
  readonly options: Readonly<Record<string, OptionSchema>>
  readonly required: readonly string[]
  describe(metric: string, options: JsonObject): string
  cells(request: QuantityRequest): readonly CellValue[]
}
