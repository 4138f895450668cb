// The columns of the tidy rows, in their order.
import type { ResultMeasurement } from '../../../schemas/result.js'

/** How a column is stored where columns have types. */
export type ColumnType = 'text' | 'whole' | 'real'

/** Every column of a measurement with its type. */
export const measurementColumns = {
  arm: 'text',
  task: 'text',
  replicate: 'whole',
  fold: 'whole',
  phase: 'text',
  trial: 'whole',
  seed: 'whole',
  fidelity: 'real',
  metric: 'text',
  value: 'real',
  end: 'text',
} as const satisfies Readonly<Record<keyof ResultMeasurement, ColumnType>>

/** Their names. */
export const columnNames = Object.keys(measurementColumns) as readonly (keyof ResultMeasurement)[]
