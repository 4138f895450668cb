// Parquet: flat columns, uncompressed or Snappy pages (what hyparquet decodes without further codecs).
import { parquetMetadataAsync, parquetReadObjects } from 'hyparquet'
import { DataError } from '../data-error.js'
import type { RawColumn, RawTable } from '../raw-table.js'

/** Reads a Parquet file. Numbers and times (as milliseconds) become reals; strings and booleans names. @throws DataError malformed-parquet, unsupported-parquet */
export async function readParquet(bytes: Uint8Array, source: string): Promise<RawTable> {
  const file = bytes.slice().buffer
  let rows: Record<string, unknown>[]
  let names: readonly string[]
  try {
    const metadata = await parquetMetadataAsync(file)
    checkCodecs(
      metadata.row_groups.flatMap((group) =>
        group.columns.map((column) => column.meta_data?.codec ?? 'UNCOMPRESSED'),
      ),
      source,
    )
    rows = await parquetReadObjects({ file, metadata })
    names = metadata.schema.slice(1).map((element) => element.name)
  } catch (cause) {
    if (cause instanceof DataError) throw cause
    const why = cause instanceof Error ? cause.message : String(cause)
    throw new DataError(
      'malformed-parquet',
      'file',
      `'${source}' cannot be read as Parquet: ${why}`,
      undefined,
      cause,
    )
  }
  return { rows: rows.length, columns: names.map((name) => columnOf(name, rows, source)) }
}

function checkCodecs(codecs: readonly string[], source: string): void {
  const odd = codecs.find((codec) => codec !== 'UNCOMPRESSED' && codec !== 'SNAPPY')
  if (odd === undefined) return
  throw new DataError(
    'unsupported-parquet',
    'file',
    `'${source}' is compressed with '${odd}'; 'SNAPPY' or 'UNCOMPRESSED' was expected`,
    'write it again with Snappy, the default of most writers',
  )
}

function columnOf(name: string, rows: readonly Record<string, unknown>[], source: string): RawColumn {
  const values = rows.map((row) => (Object.hasOwn(row, name) ? (row[name] ?? undefined) : undefined))
  const first = values.find((value) => value !== undefined)
  if (typeof first === 'string' || typeof first === 'boolean') {
    const cells = values.map((value) => (value === undefined ? undefined : String(value)))
    return { kind: 'text', name, cells, numeric: 'never' }
  }
  const numbers = Float64Array.from(values, (value) => numberOf(value, name, source))
  return { kind: 'numbers', name, shape: [], values: numbers, integer: false }
}

function numberOf(value: unknown, name: string, source: string): number {
  if (value === undefined) return Number.NaN
  if (typeof value === 'number' || typeof value === 'bigint') return Number(value)
  if (Object.prototype.toString.call(value) === '[object Date]') return Number(value)
  throw new DataError(
    'unsupported-parquet',
    'file',
    `column '${name}' of '${source}' holds nested values; plain numbers, strings or booleans were expected`,
    'flatten it, or leave the column out with `columns:`',
  )
}
