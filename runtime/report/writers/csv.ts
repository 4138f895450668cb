// The measurements as CSV (RFC 4180): one tidy row a line.
import type { Result } from '../../../schemas/result.js'
import { columnNames } from './columns.js'

/** Header and rows; a missing value is an empty field. */
export function writeCsv({ measurements }: Pick<Result, 'measurements'>): string {
  const lines = measurements.map((row) => columnNames.map((column) => field(row[column])).join(','))
  return `${[columnNames.join(','), ...lines].join('\r\n')}\r\n`
}

/** Texts that a spreadsheet would run as a formula are defused with an apostrophe. */
function field(value: string | number | null): string {
  if (value === null) return ''
  if (typeof value === 'number') return String(value)
  const text = /^[=+\-@\t\r]/.test(value) ? `'${value}` : value
  return /[",\r\n]/.test(text) ? `"${text.replaceAll('"', '""')}"` : text
}
