// A writer of the smallest Parquet files, after the format's specification: one row group, plain encoding, optional columns.
// It shares no code with the reader under test.

type Cell = number | bigint | string | boolean | undefined

/** A column: physical type and cells; undefined is null. */
export interface ParquetColumn {
  readonly name: string
  readonly type: 'double' | 'int64' | 'string' | 'boolean'
  readonly cells: readonly Cell[]
}

const physical = { boolean: 0, int64: 2, double: 5, string: 6 } as const
const codecs = { none: 0, snappy: 1, gzip: 2 } as const

/** The bytes of a Parquet file. `snappy` packs pages as one literal each, which is legal Snappy. */
export function parquetFile(
  columns: readonly ParquetColumn[],
  codec: keyof typeof codecs = 'none',
): Uint8Array {
  const rows = columns[0]?.cells.length ?? 0
  const parts: number[] = [...text('PAR1')]
  const chunks = columns.map((column) => {
    const plain = pageOf(column)
    const packed =
      codec === 'snappy'
        ? [...varint(plain.length), 61 << 2, (plain.length - 1) & 255, (plain.length - 1) >> 8, ...plain]
        : plain
    const header = struct(
      [1, i32(0)],
      [2, i32(plain.length)],
      [3, i32(packed.length)],
      [5, struct([1, i32(rows)], [2, i32(0)], [3, i32(3)], [4, i32(3)])],
    )
    const offset = parts.length
    parts.push(...header.bytes, ...packed)
    const size = header.bytes.length + packed.length
    return struct(
      [2, i64(offset)],
      [
        3,
        struct(
          [1, i32(physical[column.type])],
          [2, list(i32(0), i32(3))],
          [3, list(binary(column.name))],
          [4, i32(codecs[codec])],
          [5, i64(rows)],
          [6, i64(header.bytes.length + plain.length)],
          [7, i64(size)],
          [9, i64(offset)],
        ),
      ],
    )
  })
  const schema = [
    struct([4, binary('root')], [5, i32(columns.length)]),
    ...columns.map(({ name, type }) =>
      struct(
        [1, i32(physical[type])],
        [3, i32(1)],
        [4, binary(name)],
        ...(type === 'string' ? [[6, i32(0)] as const] : []),
      ),
    ),
  ]
  const group = struct([1, list(...chunks)], [2, i64(parts.length)], [3, i64(rows)])
  const footer = struct([1, i32(1)], [2, list(...schema)], [3, i64(rows)], [4, list(group)]).bytes
  parts.push(...footer, ...little(BigInt(footer.length), 4), ...text('PAR1'))
  return Uint8Array.from(parts)
}

/** Definition levels as runs of the RLE hybrid, then the values that exist. */
function pageOf({ type, cells }: ParquetColumn): readonly number[] {
  const levels = cells.flatMap((cell) => [...varint(1 << 1), cell === undefined ? 0 : 1])
  const present = cells.filter((cell) => cell !== undefined)
  const values =
    type === 'boolean'
      ? Array.from({ length: Math.ceil(present.length / 8) }, (_, byte) =>
          present
            .slice(byte * 8, byte * 8 + 8)
            .reduce<number>((bits, cell, bit) => bits | (cell === true ? 1 << bit : 0), 0),
        )
      : present.flatMap((cell) => valueBytes(type, cell))
  return [...little(BigInt(levels.length), 4), ...levels, ...values]
}

function valueBytes(type: ParquetColumn['type'], cell: Cell): readonly number[] {
  if (type === 'double') return [...new Uint8Array(Float64Array.of(Number(cell)).buffer)]
  if (type === 'int64') return little(BigInt(Number(cell)), 8)
  return [...little(BigInt(text(String(cell)).length), 4), ...text(String(cell))]
}

/** A value of Thrift's compact protocol: its type code and bytes. */
interface Thrift {
  readonly type: number
  readonly bytes: readonly number[]
}

const text = (value: string): readonly number[] => [...new TextEncoder().encode(value)]
const i32 = (value: number): Thrift => ({ type: 5, bytes: varint(value * 2) })
const i64 = (value: number): Thrift => ({ type: 6, bytes: varint(value * 2) })
const binary = (value: string): Thrift => ({
  type: 8,
  bytes: [...varint(text(value).length), ...text(value)],
})
const list = (...items: readonly Thrift[]): Thrift => ({
  type: 9,
  bytes: [
    ...(items.length < 15
      ? [(items.length << 4) | (items[0]?.type ?? 5)]
      : [0xf0 | (items[0]?.type ?? 5), ...varint(items.length)]),
    ...items.flatMap(({ bytes }) => bytes),
  ],
})

function struct(...fields: readonly (readonly [id: number, value: Thrift])[]): Thrift {
  let last = 0
  const bytes = fields.flatMap(([id, value]) => {
    const head = ((id - last) << 4) | value.type
    last = id
    return [head, ...value.bytes]
  })
  return { type: 12, bytes: [...bytes, 0] }
}

function varint(value: number): readonly number[] {
  const bytes: number[] = []
  let left = value
  while (left >= 128) {
    bytes.push((left % 128) | 128)
    left = Math.floor(left / 128)
  }
  return [...bytes, left]
}

const little = (value: bigint, width: number): readonly number[] =>
  Array.from({ length: width }, (_, byte) => Number((value >> BigInt(8 * byte)) & 255n))
