// The contract of preparation steps: fitted on training rows alone, applied by a graph and by nothing else, so that training
// data and the exported model go through the same numbers.
import type { Definition } from '../../../schemas/definition.js'
import type { Builder, Value } from '../../tensor/graph.js'

/** What is known of a column without its rows, as it passes from step to step. */
export interface ColumnType {
  readonly name: string
  readonly kind: 'real' | 'category'
  /** Shape of one entry. */
  readonly shape: readonly number[]
  /** Labels of a category, by code; empty for reals. The list is part of the declaration of the data, not fitted. */
  readonly categories: readonly string[]
  /** What the numbers of a real column are codes of: they enter a model as codes, and no step computes with them. */
  readonly symbols?: readonly string[]
  /** Whether entries may be missing: NaN, or code −1. */
  readonly mayMiss: boolean
  /** Made of zeros and ones by a step; left alone by steps that rescale, unless they name it. */
  readonly indicator: boolean
}

/** A column's entries on the training rows. */
export interface FittingColumn {
  readonly type: ColumnType
  /** Reals row by row, or codes. */
  readonly values: Float32Array | Int32Array
}

/** A column inside a graph: float32 [batch, …shape], or int64 codes [batch]. */
export interface GraphColumn {
  readonly type: ColumnType
  readonly value: Value
}

/** Options of a step as written, defaults filled in or not. */
export type StepOptions = Readonly<Record<string, unknown>>

/** What a step learnt from one column; plain data. */
export type Fitted = Readonly<Record<string, number | readonly number[]>>

/** A preparation step. It treats columns one by one; `columns:` selects them, else all that it takes by default. */
export interface PrepareDefinition extends Definition {
  readonly role: 'prepare'
  /** Why the step cannot treat this column, in half a sentence after its name. */
  refuses(column: ColumnType, options: StepOptions): string | undefined
  /** Whether it treats this column without being told. */
  takes(column: ColumnType, options: StepOptions): boolean
  /** The column's type afterwards. */
  becomes(column: ColumnType, options: StepOptions): ColumnType
  /** Learns from training rows. @throws DataError where they do not allow it */
  fit(column: FittingColumn, options: StepOptions): Fitted
  /** Applies what was learnt. */
  build(column: GraphColumn, fitted: Fitted, options: StepOptions, graph: Builder): Value
}
