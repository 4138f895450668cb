// What the pure compiler is told about data: read once by the command line, no rows of features inside.

/** One column of a data set. */
export interface ColumnDescriptor {
  readonly name: string
  readonly type: 'real' | 'category'
  /** Shape of one entry; `[]` for a table's column, `[1, 28, 28]` for a grey image (channels first). */
  readonly shape: readonly number[]
  /** Labels of a category column, sorted as codes. */
  readonly categories?: readonly string[]
  /** What the numbers of a real column are codes of, by code; absent where they are numbers. */
  readonly symbols?: readonly string[]
  /** Rows in which the entry is missing. */
  readonly missing: number
}

/** A data set as the compiler sees it. */
export interface DataDescriptor {
  /** Name of a shipped set, or path of a file as written. */
  readonly source: string
  /** SHA-256 over the decoded content. */
  readonly digest: string
  readonly rows: number
  /** Feature columns, in order; the target is not among them. */
  readonly columns: readonly ColumnDescriptor[]
  readonly target: {
    readonly name: string
    readonly type: 'class' | 'real'
    readonly classes?: readonly string[]
  }
  /** Class code of each row, for stratified pools; absent for a real target. */
  readonly codes?: ArrayLike<number>
  /** Code of the group of each row, where `group:` names a column; `groupNames` by code. */
  readonly groups?: ArrayLike<number>
  readonly groupNames?: readonly string[]
  /** Rank in time of each row (equal times, equal rank), where `time:` names a column. */
  readonly times?: ArrayLike<number>
  /** Code of the content of each row (features, target, and group and time where declared): equal rows, equal codes. */
  readonly contents: ArrayLike<number>
  /** 1-based line of each row in its text file, where there is one: rows as the author would count them. */
  readonly lines?: ArrayLike<number>
  /** Memory that the decoded data take. */
  readonly bytes: number
}
