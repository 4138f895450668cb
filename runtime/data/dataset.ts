// A data set in memory: typed columns, a target, and what pools need to know of each row.
// Reading files belongs to sources/, splitting into pools to the protocols.

/** A column of numbers. Entry r holds `values[r·size … (r+1)·size)` with size = product of `shape`; a missing entry is NaN throughout. */
export interface RealColumn {
  readonly kind: 'real'
  readonly name: string
  /** Shape of one entry: `[]` for a table's column, `[channels, height, width]` for an image. */
  readonly shape: readonly number[]
  /** Single precision on purpose: it is what graphs are fed, so that fitting and training see the same numbers. */
  readonly values: Float32Array
  /** What the numbers are codes of, by code: none is missing. Absent where they are numbers. */
  readonly symbols?: readonly string[]
}

/** A column of names, as codes into `categories`; −1 is missing. */
export interface CategoryColumn {
  readonly kind: 'category'
  readonly name: string
  readonly codes: Int32Array
  /** Sorted: as numbers where all are numbers, else by UTF-16 unit. */
  readonly categories: readonly string[]
}

export type Column = RealColumn | CategoryColumn

/** What is predicted: a class code into `classes`, or a number. Never missing. */
export type Target =
  | {
      readonly kind: 'class'
      readonly name: string
      readonly codes: Int32Array
      readonly classes: readonly string[]
    }
  | { readonly kind: 'real'; readonly name: string; readonly values: Float64Array }

/** A whole data set; row indices count from 0. */
export interface Dataset {
  /** Name of a shipped set, or the path as written. */
  readonly source: string
  /** SHA-256 over the decoded content. */
  readonly digest: string
  readonly rows: number
  /** Feature columns in order. */
  readonly columns: readonly Column[]
  readonly target: Target
  readonly groups?: { readonly codes: Int32Array; readonly names: readonly string[] }
  /** Rank in time of each row; equal times, equal rank. */
  readonly times?: Int32Array
  /** Equal rows (features, target, and group and time where declared), equal codes. */
  readonly contents: Int32Array
  /** 1-based line of each row in its text file, where there is one. */
  readonly lines?: Int32Array
  /** Memory that the decoded content takes. */
  readonly bytes: number
}

/** Whether entry `row` of a column is missing. */
export function isMissing(column: Column, row: number): boolean {
  if (column.kind === 'category') return (column.codes[row] ?? -1) < 0
  const size = column.shape.reduce((product, axis) => product * axis, 1)
  for (let index = row * size; index < (row + 1) * size; index += 1) {
    const value = column.values[index]
    // NaN alone differs from itself; a call for each entry would be slow.
    if (value !== value) return true
  }
  return false
}
