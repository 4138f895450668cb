// From text or numbers as read to a typed column. What looks like a slip is an error that names the line, never a guess.
import { DataError, type DataField } from './data-error.js'
import type { WrittenType } from './column-list.js'
import type { CategoryColumn, Column, RealColumn } from './dataset.js'
import type { RawColumn, TextColumn } from './raw-table.js'

/** Where messages point. */
export interface Origin {
  readonly source: string
  readonly lines?: readonly number[]
  readonly field: DataField
}

/** From this share of numbers on, text in a column is taken for a slip instead of for a category. */
const mostlyNumbers = 0.9

const number = /^[+-]?(\d+\.?\d*|\.\d+)([eE][+-]?\d+)?$/

/**
 * The column with its type: numbers are reals, other text is a category, unless `as` says otherwise.
 * @throws DataError non-numeric-cell, non-finite-cell, empty-column, shaped-category
 */
export function typeColumn(raw: RawColumn, as: WrittenType | undefined, origin: Origin): Column {
  const column =
    as === 'category'
      ? asCategory(raw, origin)
      : raw.kind === 'numbers'
        ? asReal(raw, origin)
        : detect(raw, as, origin)
  checkNotEmpty(column, origin)
  return column
}

/** Row as the author counts: line of the file where known. */
export const placeOf = (row: number, { source, lines }: Origin): string => {
  const line = lines?.[row]
  return line === undefined ? `${source}, row ${row + 1}` : `${source}:${line}`
}

/** Labels sorted: by value where all are numbers, else by UTF-16 unit. */
export function sortLabels(labels: Iterable<string>): readonly string[] {
  const sorted = [...labels].sort((a, b) => (a < b ? -1 : a > b ? 1 : 0))
  return sorted.every((label) => number.test(label)) ? sorted.sort((a, b) => Number(a) - Number(b)) : sorted
}

function detect(raw: TextColumn, as: WrittenType | undefined, origin: Origin): Column {
  const present = raw.cells.filter((cell) => cell !== undefined)
  const numeric =
    raw.numeric === 'never' && as !== 'real' ? 0 : present.filter((cell) => number.test(cell)).length
  if (numeric === present.length && present.length > 0) return cellsAsReal(raw, origin)
  if (as !== 'real' && numeric < present.length * mostlyNumbers) return asCategory(raw, origin)
  if (present.length === 0) return asCategory(raw, origin)
  throw notANumber(raw, present.length - numeric, as, origin)
}

function notANumber(raw: TextColumn, count: number, as: WrittenType | undefined, origin: Origin): DataError {
  const row = raw.cells.findIndex((cell) => cell !== undefined && !number.test(cell))
  const more = count > 1 ? ` (and ${count - 1} more cells)` : ''
  const expected = as === 'real' ? 'numbers were asked for' : 'its other cells are'
  const typed =
    as === 'real' ? 'leave out `as real`' : `write "${raw.name} as category" under \`${origin.field}\``
  return new DataError(
    'non-numeric-cell',
    origin.field,
    `${placeOf(row, origin)}: '${raw.cells[row] ?? ''}' in column '${raw.name}' is not a number${more}; ${expected}`,
    `correct the cell, leave it empty if the value is missing, or ${typed}`,
  )
}

function cellsAsReal(raw: TextColumn, origin: Origin): RealColumn {
  const values = Float64Array.from(raw.cells, (cell) => (cell === undefined ? Number.NaN : Number(cell)))
  return asReal({ name: raw.name, shape: [], values }, origin)
}

function asReal(
  raw: {
    readonly name: string
    readonly shape: readonly number[]
    readonly values: Float64Array | Float32Array
    readonly symbols?: readonly string[]
  },
  origin: Origin,
): RealColumn {
  const values = new Float32Array(raw.values)
  const at = tidy(values)
  const size = Math.max(
    1,
    raw.shape.reduce((product, axis) => product * axis, 1),
  )
  if (at >= 0) {
    throw new DataError(
      'non-finite-cell',
      origin.field,
      `${placeOf(Math.floor(at / size), origin)}: ${raw.values[at] ?? ''} in column '${raw.name}' does not fit a single-precision number`,
      'leave the cell empty if the value is missing, or rescale the column',
    )
  }
  const { name, shape, symbols } = raw
  return { kind: 'real', name, shape, values, ...(symbols === undefined ? {} : { symbols }) }
}

/** Makes −0 a 0 and every NaN the same, so that equal rows have equal bits; index of the first infinite entry, or −1. */
function tidy(values: Float32Array): number {
  const largest = 3.4028234663852886e38
  const missing = Number.NaN
  let infinite = -1
  for (let index = 0; index < values.length; index += 1) {
    const value = values[index] ?? 0
    if (value === 0) values[index] = 0
    else if (value !== value) values[index] = missing
    else if (infinite < 0 && (value > largest || value < -largest)) infinite = index
  }
  return infinite
}

function asCategory(raw: RawColumn, origin: Origin): CategoryColumn {
  const cells = raw.kind === 'text' ? raw.cells : labelsOf(raw, origin)
  const categories = sortLabels(new Set(cells.filter((cell) => cell !== undefined)))
  const codes = new Map(categories.map((label, code) => [label, code]))
  return {
    kind: 'category',
    name: raw.name,
    categories,
    codes: Int32Array.from(cells, (cell) => (cell === undefined ? -1 : (codes.get(cell) ?? -1))),
  }
}

function labelsOf(raw: RawColumn & { kind: 'numbers' }, origin: Origin): readonly (string | undefined)[] {
  if (raw.shape.length > 0) {
    throw new DataError(
      'shaped-category',
      origin.field,
      `column '${raw.name}' has entries of shape ${raw.shape.join('×')} and cannot be a category`,
      'leave out `as category`',
    )
  }
  return Array.from(raw.values, (value) => (Number.isNaN(value) ? undefined : String(value)))
}

function checkNotEmpty(column: Column, origin: Origin): void {
  const empty =
    column.kind === 'category'
      ? column.categories.length === 0
      : column.values.every((value) => value !== value)
  if (!empty) return
  throw new DataError(
    'empty-column',
    origin.field,
    `column '${column.name}' of '${origin.source}' holds no value at all`,
    `leave it out: write "-${column.name}" under \`columns\``,
  )
}
