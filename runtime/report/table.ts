// A table as data: what tables produce and writers print.

export interface Column {
  readonly title: string
  readonly align: 'left' | 'right'
}

export interface Table {
  readonly title: string
  /** What its numbers are, in one sentence. */
  readonly caption?: string
  readonly columns: readonly Column[]
  /** One text a cell; as many as columns. */
  readonly rows: readonly (readonly string[])[]
}

/** Left-aligned first column, the rest right. */
export const columnsOf = (first: string, rest: readonly string[]): readonly Column[] => [
  { title: first, align: 'left' },
  ...rest.map((title) => ({ title, align: 'right' as const })),
]
