// Options that preparation steps share, and how they are read.
import type { ColumnType, Fitted, StepOptions } from './prepare.js'

/** Schema of `columns`. */
export const columnsOption = {
  type: 'array',
  items: { type: 'string' },
  minItems: 1,
  uniqueItems: true,
  description: 'Names of the columns to treat; by default all that the step applies to.',
} as const

export const isRescalable = (column: ColumnType): boolean =>
  column.kind === 'real' && !column.indicator && column.symbols === undefined

/** The refusal of steps that compute. */
export const refuseCategory = (column: ColumnType): string | undefined =>
  column.kind === 'category'
    ? 'is a category; turn it into numbers with `one_hot` or `ordinal` first'
    : refuseSymbols(column)

/** The refusal of steps that encode. */
export const refuseReal = (column: ColumnType): string | undefined =>
  refuseSymbols(column) ??
  (column.kind === 'real'
    ? `holds numbers already; write "${column.name} as category" under \`columns\` of \`data\` if they are labels`
    : undefined)

const refuseSymbols = ({ symbols }: ColumnType): string | undefined =>
  symbols === undefined ? undefined : 'holds codes of symbols, which an `embedding` takes as they are'

/** A number among options or fitted values. */
export const numberIn = (from: StepOptions | Fitted, name: string, otherwise: number): number => {
  const value = from[name]
  return typeof value === 'number' ? value : otherwise
}

/** A list of numbers among fitted values. */
export const numbersIn = (from: Fitted, name: string): readonly number[] => {
  const value = from[name]
  return typeof value === 'object' ? value : []
}
