// A table of recorded results, indexed by the values of choices.
import { RunError } from '../../schemas/diagnostic.js'
import type { RawColumn, RawTable } from '../data/raw-table.js'

/** Rows by configuration, cells by column. */
export interface RecordedTable {
  has(column: string): boolean
  /** Rows whose key columns say what the choices say. @throws RunError `table-without-keys` where no column is named like a choice */
  rowsOf(choices: Readonly<Record<string, unknown>>, keys: readonly string[] | undefined): readonly number[]
  /** A cell as a number; NaN where it is empty or none. */
  number(column: string, row: number): number
  /** Rows in the order of a column: by number where both are numbers, else by text. */
  sorted(rows: readonly number[], column: string): readonly number[]
}

/** Indexes a table; an index is built on first use for each set of key columns. */
export function createRecordedTable(raw: RawTable): RecordedTable {
  const columns = new Map(raw.columns.map((column) => [column.name, column]))
  const indexes = new Map<string, ReadonlyMap<string, readonly number[]>>()
  const indexOf = (names: readonly string[]): ReadonlyMap<string, readonly number[]> => {
    const name = JSON.stringify(names)
    const known = indexes.get(name)
    if (known !== undefined) return known
    const index = buildIndex(
      names.map((key) => columnOf(columns, key)),
      raw.rows,
    )
    indexes.set(name, index)
    return index
  }
  return {
    has: (column) => columns.has(column),
    rowsOf: (choices, keys) => {
      const names = keys ?? Object.keys(choices).filter((name) => columns.has(name))
      if (names.length === 0) {
        throw new RunError('table-without-keys', 'data', 'no column of the table is named like a choice', {
          hint: `name columns after ${Object.keys(choices).join(', ') || 'the choices of the space'}`,
        })
      }
      return indexOf(names).get(JSON.stringify(names.map((name) => textOf(choices[name])))) ?? []
    },
    number: (column, row) => numberAt(columnOf(columns, column), row),
    sorted: (rows, column) => {
      const cells = columnOf(columns, column)
      return [...rows].sort((a, b) => compareCells(cellOf(cells, a), cellOf(cells, b)) || a - b)
    },
  }
}

function buildIndex(columns: readonly RawColumn[], rows: number): ReadonlyMap<string, readonly number[]> {
  const index = new Map<string, number[]>()
  for (let row = 0; row < rows; row += 1) {
    const key = JSON.stringify(columns.map((column) => cellOf(column, row)))
    const known = index.get(key)
    if (known === undefined) index.set(key, [row])
    else known.push(row)
  }
  return index
}

/** @throws RunError `unknown-column` */
function columnOf(columns: ReadonlyMap<string, RawColumn>, name: string): RawColumn {
  const column = columns.get(name)
  if (column === undefined) {
    throw new RunError('unknown-column', 'data', `the table has no column '${name}'`, {
      hint: `its columns are ${[...columns.keys()].map((known) => `'${known}'`).join(', ')}`,
    })
  }
  return column
}

const cellOf = (column: RawColumn, row: number): string =>
  column.kind === 'text' ? textOf(column.cells[row]) : textOf(column.values[row])

/** One text for one value: `0.10`, `1e-1` and 0.1 are the same choice; an empty cell is the empty text. */
function textOf(value: unknown): string {
  if (value === undefined || value === null) return ''
  if (typeof value === 'string') {
    const trimmed = value.trim()
    return trimmed !== '' && Number.isFinite(Number(trimmed)) ? String(Number(trimmed)) : trimmed
  }
  return typeof value === 'object' ? JSON.stringify(value) : String(value)
}

function numberAt(column: RawColumn, row: number): number {
  const text = cellOf(column, row)
  return text === '' ? Number.NaN : Number(text)
}

function compareCells(a: string, b: string): number {
  const difference = Number(a) - Number(b)
  if (Number.isFinite(difference)) return difference
  return a < b ? -1 : a > b ? 1 : 0
}
