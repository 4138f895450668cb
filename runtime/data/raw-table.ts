// What a source hands over before types are decided: columns of text or of numbers, all of one length.

/** Cells as written. `numeric: 'never'` keeps text that looks like numbers as names (JSON strings, Parquet strings). */
export interface TextColumn {
  readonly kind: 'text'
  readonly name: string
  /** A missing cell is undefined. */
  readonly cells: readonly (string | undefined)[]
  readonly numeric: 'detect' | 'never'
}

/** Numbers, possibly shaped entries; NaN is missing. */
export interface NumberColumn {
  readonly kind: 'numbers'
  readonly name: string
  readonly shape: readonly number[]
  readonly values: Float64Array | Float32Array
  /** An array of integers (IDX, NPY): as a target they are class labels, however many. */
  readonly integer: boolean
  /** What the numbers are codes of, by code; absent where they are numbers. */
  readonly symbols?: readonly string[]
}

export type RawColumn = TextColumn | NumberColumn

/** A file, decoded. */
export interface RawTable {
  readonly rows: number
  readonly columns: readonly RawColumn[]
  /** 1-based line of each row, for text files. */
  readonly lines?: readonly number[]
}
