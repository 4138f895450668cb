// Ranks of a time column: numbers, or ISO 8601 dates and times without offset, whose text order is their time order.
import { DataError } from './data-error.js'
import type { RawColumn } from './raw-table.js'
import { placeOf, typeColumn, type Origin } from './typed-column.js'

const iso = /^\d{4}-\d{2}(-\d{2}([T ]\d{2}:\d{2}(:\d{2}(\.\d+)?)?Z?)?)?$/

/** Rank of each row, from 0; equal times, equal rank. @throws DataError unordered-time */
export function ranksOf(raw: RawColumn, origin: Origin): Int32Array {
  if (raw.kind === 'numbers') return rank(Array.from(raw.values), raw.name, origin)
  const cells = raw.cells.map((cell) => cell ?? '')
  const odd = cells.findIndex((cell) => !iso.test(cell))
  if (odd < 0 && sameForm(cells)) return rank(cells, raw.name, origin)
  if (typeColumn(raw, undefined, origin).kind === 'real') {
    return rank(
      raw.cells.map((cell) => (cell === undefined ? Number.NaN : Number(cell))),
      raw.name,
      origin,
    )
  }
  throw unordered(raw.name, cells[Math.max(0, odd)] ?? '', Math.max(0, odd), origin)
}

/** Text order is time order only among times written alike. */
const sameForm = (cells: readonly string[]): boolean =>
  cells.every((cell) => cell.length === cells[0]?.length)

function rank(times: readonly (number | string)[], name: string, origin: Origin): Int32Array {
  const missing = times.findIndex((time) => Number.isNaN(time))
  if (missing >= 0) throw unordered(name, '', missing, origin)
  const distinct = [...new Set(times)].sort((a, b) => (a < b ? -1 : 1))
  const ranks = new Map(distinct.map((time, index) => [time, index]))
  return Int32Array.from(times, (time) => ranks.get(time) ?? 0)
}

const unordered = (name: string, cell: string, row: number, origin: Origin): DataError =>
  new DataError(
    'unordered-time',
    'time',
    `${placeOf(row, origin)}: '${cell}' in the time column '${name}' has no place in time; numbers or ISO 8601 times written alike were expected`,
    'write times as 2024-01-31, 2024-01-31T12:00:00 or as numbers',
  )
