// JSON lines: one object a line. Numbers, strings, booleans, null, and (nested) lists of numbers as shaped entries.
import { DataError } from '../data-error.js'
import type { RawColumn, RawTable } from '../raw-table.js'

type Row = { readonly [key: string]: unknown }

/** Reads JSON lines; a key that a line lacks, and null, are missing. @throws DataError malformed-jsonl, mixed-column, empty-file */
export function readJsonl(text: string, source: string): RawTable {
  const rows: Row[] = []
  const lines: number[] = []
  for (const [index, line] of text.split('\n').entries()) {
    if (line.trim() === '') continue
    rows.push(rowOf(line, `${source}:${index + 1}`))
    lines.push(index + 1)
  }
  if (rows.length === 0) {
    throw new DataError('empty-file', 'file', `'${source}' is empty; one JSON object a line was expected`)
  }
  const names = [...new Set(rows.flatMap((row) => Object.keys(row)))]
  return { rows: rows.length, lines, columns: names.map((name) => columnOf(name, rows, lines, source)) }
}

function rowOf(line: string, place: string): Row {
  let value: unknown
  try {
    value = JSON.parse(line)
  } catch (cause) {
    throw new DataError(
      'malformed-jsonl',
      'file',
      `${place}: the line is not JSON`,
      'write one object a line',
      cause,
    )
  }
  if (isRow(value)) return value
  throw new DataError(
    'malformed-jsonl',
    'file',
    `${place}: the line holds no object`,
    'write one object a line',
  )
}

const isRow = (value: unknown): value is Row =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

function columnOf(name: string, rows: readonly Row[], lines: readonly number[], source: string): RawColumn {
  const values = rows.map((row) => (Object.hasOwn(row, name) ? (row[name] ?? undefined) : undefined))
  const first = values.find((value) => value !== undefined)
  const shape = shapeOf(first)
  if (typeof first === 'number' || Array.isArray(first)) {
    const size = shape.reduce((product, axis) => product * axis, 1)
    const numbers = new Float64Array(rows.length * size).fill(Number.NaN)
    for (const [row, value] of values.entries()) {
      if (value === undefined) continue
      const flat = flatten(value)
      const wrong = flat.some((entry) => typeof entry !== 'number')
      if (wrong || shapeOf(value).join() !== shape.join()) throw mixed(name, value, lines[row], source, first)
      for (const [index, entry] of flat.entries()) numbers[row * size + index] = Number(entry)
    }
    return { kind: 'numbers', name, shape, values: numbers, integer: false }
  }
  const cells = values.map((value, row) => {
    if (value === undefined) return undefined
    if (typeof value !== typeof first || typeof value === 'object')
      throw mixed(name, value, lines[row], source, first)
    return String(value)
  })
  return { kind: 'text', name, cells, numeric: 'never' }
}

function mixed(
  name: string,
  value: unknown,
  line: number | undefined,
  source: string,
  first: unknown,
): DataError {
  return new DataError(
    'mixed-column',
    'file',
    `${source}:${line ?? 0}: '${name}' is ${brief(value)}, where earlier lines have ${brief(first)}`,
    'give a column one type: numbers, strings, or number lists of one shape',
  )
}

const brief = (value: unknown): string => {
  const text = JSON.stringify(value)
  return text.length > 40 ? `${text.slice(0, 37)}…` : text
}

const shapeOf = (value: unknown): readonly number[] =>
  Array.isArray(value) ? [value.length, ...shapeOf(value[0])] : []

const flatten = (value: unknown): readonly unknown[] =>
  Array.isArray(value) ? value.flatMap(flatten) : [value]
