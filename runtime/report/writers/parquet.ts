// The measurements as Apache Parquet: the columns of the CSV, typed. Sole user of hyparquet-writer.
import { parquetWriteBuffer } from 'hyparquet-writer'
import type { Result, ResultMeasurement } from '../../../schemas/result.js'
import { columnNames, measurementColumns } from './columns.js'

const types = { text: 'STRING', whole: 'INT64', real: 'DOUBLE' } as const

/** The bytes of the file; a missing value is null. */
export function writeParquet({ measurements }: Pick<Result, 'measurements'>): Uint8Array {
  const columnData = columnNames.map((name) => ({
    name,
    type: types[measurementColumns[name]],
    nullable: true,
    data: measurements.map((row) => cellOf(name, row[name])),
  }))
  return new Uint8Array(parquetWriteBuffer({ columnData }))
}

function cellOf(
  name: keyof ResultMeasurement,
  value: string | number | null,
): string | number | bigint | null {
  return typeof value === 'number' && measurementColumns[name] === 'whole' ? BigInt(value) : value
}
