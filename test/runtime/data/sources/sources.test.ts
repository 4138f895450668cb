import { existsSync, mkdtempSync, readdirSync, readFileSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { EspalierError } from '../../../../schemas/diagnostic.js'
import fc from 'fast-check'
import { describeData } from '../../../../runtime/data/describe.js'
import { loadData } from '../../../../runtime/data/load.js'
import { readIdx } from '../../../../runtime/data/sources/idx.js'
import { readJsonl } from '../../../../runtime/data/sources/jsonl.js'
import { readNpy } from '../../../../runtime/data/sources/npy.js'
import { readParquet } from '../../../../runtime/data/sources/parquet.js'
import { readText } from '../../../../runtime/data/sources/text.js'
import { partition } from '../../../../runtime/protocols/partition.js'
import { randomStream } from '../../../../runtime/support/random.js'
import { tableOf } from '../../../../runtime/data/sources/array.js'
import { parquetFile } from '../../../support/parquet.js'

const codeOf = async (act: () => unknown): Promise<string> => {
  try {
    await act()
  } catch (error) {
    return error instanceof EspalierError ? error.code : String(error)
  }
  return 'no error'
}

/** An NPY file of version 1. */
function npy(descr: string, shape: readonly number[], data: Uint8Array, fortran = false): Uint8Array {
  const axes = shape.length === 1 ? `${shape[0] ?? 0},` : shape.join(', ')
  const head = `{'descr': '${descr}', 'fortran_order': ${fortran ? 'True' : 'False'}, 'shape': (${axes}), }`
  const padded = `${head.padEnd(117)}\n`
  return Buffer.concat([
    Buffer.from([0x93, ...Buffer.from('NUMPY'), 1, 0, padded.length, 0]),
    Buffer.from(padded),
    data,
  ])
}
const bytesOf = (array: { readonly buffer: ArrayBufferLike }): Uint8Array => new Uint8Array(array.buffer)

describe('NPY', () => {
  test.each([
    ['<f4', bytesOf(Float32Array.of(1.5, -2, 3)), [1.5, -2, 3], false],
    ['<f8', bytesOf(Float64Array.of(1.5, -2, 3)), [1.5, -2, 3], false],
    ['>i2', Uint8Array.of(0, 1, 255, 254, 1, 0), [1, -2, 256], true],
    ['|u1', Uint8Array.of(0, 200, 255), [0, 200, 255], true],
    ['<i8', bytesOf(BigInt64Array.of(1n, -2n, 3n)), [1, -2, 3], true],
    ['<u4', bytesOf(Uint32Array.of(1, 2, 4294967295)), [1, 2, 4294967295], true],
    ['|b1', Uint8Array.of(1, 0, 1), [1, 0, 1], true],
    // IEEE half: 1.0 = 3c00, −2 = c000, the smallest subnormal = 0001.
    ['<f2', Uint8Array.of(0x00, 0x3c, 0x00, 0xc0, 0x01, 0x00), [1, -2, 2 ** -24], false],
  ])('reads %s', (descr, data, expected, integer) => {
    const array = readNpy(npy(descr, [3], data), 'a.npy')
    expect([...array.values]).toEqual(expected)
    expect(array.integer).toBe(integer)
  })

  test('turns Fortran order into rows', () => {
    const data = bytesOf(Float64Array.of(1, 4, 2, 5, 3, 6))
    expect([...readNpy(npy('<f8', [2, 3], data, true), 'a.npy').values]).toEqual([1, 2, 3, 4, 5, 6])
  })

  test.each([
    ['another format', Uint8Array.from(Buffer.from('not an array at all')), 'malformed-npy'],
    ['a file cut off', npy('<f8', [9], new Uint8Array(8)), 'malformed-npy'],
    ['objects', npy('|O', [1], new Uint8Array(8)), 'unsupported-array'],
    ['complex numbers', npy('<c8', [1], new Uint8Array(8)), 'unsupported-array'],
  ])('refuses %s', async (_, bytes, code) => {
    expect(await codeOf(() => readNpy(bytes, 'a.npy'))).toBe(code)
  })
})

describe('arrays as tables', () => {
  const values = Float64Array.from({ length: 24 }, (_, index) => index)
  test('rank 1 is one column, rank 2 a column each', () => {
    expect(tableOf({ shape: [24], values, integer: false }, 'a').columns.map(({ name }) => name)).toEqual([
      'value',
    ])
    const table = tableOf({ shape: [8, 3], values, integer: false }, 'a')
    expect(
      table.columns.map((column) => column.kind === 'numbers' && [...column.values.slice(0, 2)]),
    ).toEqual([
      [0, 3],
      [1, 4],
      [2, 5],
    ])
  })

  test('rank 3 is a grey image, rank 4 an image with channels first, wherever they were', () => {
    const shapeOf = (shape: readonly number[]): unknown => {
      const [column] = tableOf({ shape, values, integer: true }, 'a').columns
      return column?.kind === 'numbers' ? column.shape : undefined
    }
    expect(shapeOf([4, 3, 2])).toEqual([1, 3, 2])
    expect(shapeOf([2, 3, 2, 2])).toEqual([3, 2, 2])
    expect(shapeOf([2, 2, 2, 3])).toEqual([3, 2, 2])
    const [column] = tableOf({ shape: [2, 2, 2, 3], values, integer: true }, 'a').columns
    expect(column?.kind === 'numbers' && [...column.values.slice(0, 8)]).toEqual([0, 3, 6, 9, 1, 4, 7, 10])
  })

  test('rank 5 is refused', async () => {
    expect(await codeOf(() => tableOf({ shape: [1, 2, 3, 2, 2], values, integer: true }, 'a'))).toBe(
      'unsupported-array',
    )
  })
})

describe('IDX', () => {
  const idx = (type: number, shape: readonly number[], data: readonly number[]): Uint8Array =>
    Uint8Array.of(0, 0, type, shape.length, ...shape.flatMap((axis) => [0, 0, 0, axis]), ...data)

  test('reads bytes and big-endian numbers', () => {
    expect(readIdx(idx(8, [2, 2], [1, 2, 3, 255]), 'a')).toEqual({
      shape: [2, 2],
      values: Float64Array.of(1, 2, 3, 255),
      integer: true,
    })
    expect([...readIdx(idx(0x0c, [1], [255, 255, 255, 254]), 'a').values]).toEqual([-2])
    expect([...readIdx(idx(0x0d, [1], [0x3f, 0xc0, 0, 0]), 'a').values]).toEqual([1.5])
  })

  test('images and labels join, packed or not, under the names of the MNIST files', async () => {
    const root = mkdtempSync(join(tmpdir(), 'espalier-idx-'))
    writeFileSync(
      join(root, 'train-images-idx3-ubyte.gz'),
      gzipSync(idx(8, [3, 2, 2], [0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11])),
    )
    writeFileSync(join(root, 'train-labels-idx1-ubyte'), idx(8, [3], [7, 30, 7]))
    const declaration = { file: 'train-images-idx3-ubyte.gz', target: 'train-labels-idx1-ubyte' }
    const data = await loadData(declaration, { root })
    expect(data.columns).toMatchObject([{ name: 'image', shape: [1, 2, 2] }])
    expect(data.target).toMatchObject({ kind: 'class', classes: ['7', '30'], codes: Int32Array.of(0, 1, 0) })
    writeFileSync(join(root, 'train-labels-idx1-ubyte'), idx(8, [2], [7, 30]))
    expect(await codeOf(() => loadData(declaration, { root }))).toBe('unequal-rows')
  })

  test.each([
    ['another format', Uint8Array.of(1, 2, 3, 4, 5), 'malformed-idx'],
    ['a file cut off', idx(8, [5], [1, 2]), 'malformed-idx'],
    ['a file too long', idx(8, [1], [1, 2]), 'malformed-idx'],
  ])('refuses %s', async (_, bytes, code) => {
    expect(await codeOf(() => readIdx(bytes, 'a.idx'))).toBe(code)
  })
})

describe('JSON lines', () => {
  test('numbers, labels, gaps, and shaped entries', () => {
    const table = readJsonl(
      '{"a":1,"b":"x","v":[[1,2],[3,4]]}\n\n{"a":null,"b":true,"v":[[5,6],[7,8]]}\n'.replace('true', '"y"'),
      'a',
    )
    expect(table).toMatchObject({
      rows: 2,
      lines: [1, 3],
      columns: [
        { kind: 'numbers', name: 'a', shape: [], values: Float64Array.of(1, Number.NaN) },
        { kind: 'text', name: 'b', cells: ['x', 'y'], numeric: 'never' },
        { kind: 'numbers', name: 'v', shape: [2, 2], values: Float64Array.of(1, 2, 3, 4, 5, 6, 7, 8) },
      ],
    })
  })

  test('a key that a line lacks is missing, even where objects inherit one', () => {
    const table = readJsonl('{"constructor":1,"a":1}\n{"a":2}\n', 'a')
    expect(table.columns[0]).toMatchObject({ name: 'constructor', values: Float64Array.of(1, Number.NaN) })
  })

  test('digits in strings stay labels', async () => {
    const root = mkdtempSync(join(tmpdir(), 'espalier-jsonl-'))
    writeFileSync(join(root, 'a.jsonl'), '{"zip":"01","target":0}\n{"zip":"1","target":1}\n')
    const data = await loadData({ file: 'a.jsonl' }, { root })
    expect(data.columns).toMatchObject([{ kind: 'category', categories: ['01', '1'] }])
  })

  test.each([
    ['an empty file', '\n', 'empty-file'],
    ['a line that is not JSON', '{"a":1}\n{"a":', 'malformed-jsonl'],
    ['a line without object', '[1]', 'malformed-jsonl'],
    ['two types in a column', '{"a":1}\n{"a":"x"}', 'mixed-column'],
    ['two shapes in a column', '{"a":[1]}\n{"a":[1,2]}', 'mixed-column'],
    ['objects in a column', '{"a":{"b":1}}', 'mixed-column'],
  ])('refuses %s', async (_, text, code) => {
    expect(await codeOf(() => readJsonl(text, 'a.jsonl'))).toBe(code)
  })
})

describe('text', () => {
  const alphabet = fc.constantFrom('a', 'b', ' ', 'é', '𝄞', '\n')
  const settings = fc.record({
    length: fc.integer({ min: 1, max: 4 }),
    stride: fc.integer({ min: 1, max: 5 }),
    blocks: fc.integer({ min: 1, max: 4 }),
  })

  test('is cut into the windows that slicing block by block gives, with the next symbol as the target', () => {
    fc.assert(
      fc.property(fc.array(alphabet, { minLength: 20, maxLength: 60 }), settings, (symbols, windows) => {
        const { length, stride, blocks } = windows
        const rows: (readonly [string, string | undefined, number])[] = []
        for (let block = 0; block < blocks; block += 1) {
          const part = symbols.slice(
            Math.floor((block * symbols.length) / blocks),
            Math.floor(((block + 1) * symbols.length) / blocks),
          )
          for (let at = 0; at + length < part.length; at += stride)
            rows.push([part.slice(at, at + length).join(''), part[at + length], block])
        }
        const table = readText(symbols.join(''), windows, 'a.txt')
        const [window, target, time] = table.columns
        if (window?.kind !== 'numbers' || target?.kind !== 'text' || time?.kind !== 'numbers')
          throw new Error('columns of other kinds')
        expect(window.symbols).toEqual([...new Set(symbols)].sort())
        const found = Array.from({ length: table.rows }, (_, row) => [
          [...window.values.slice(row * length, (row + 1) * length)]
            .map((code) => window.symbols?.[code])
            .join(''),
          target.cells[row],
          time.values[row],
        ])
        expect(found).toEqual(rows)
      }),
    )
  })

  test('is in time by its blocks, so that a cut in time parts no window and shares no symbol', async () => {
    const root = mkdtempSync(join(tmpdir(), 'espalier-text-'))
    // Symbols of the last tenth occur nowhere else: a window that reached over the cut would hold both kinds.
    writeFileSync(join(root, 'a.txt.gz'), gzipSync('ab'.repeat(450) + 'xy'.repeat(50)))
    const data = await loadData({ file: 'a.txt.gz', windows: { length: 4, blocks: 10 } }, { root })
    const descriptor = describeData(data)
    expect(descriptor.target).toEqual({ name: 'target', type: 'class', classes: ['a', 'b', 'x', 'y'] })
    expect(descriptor.columns).toEqual([
      { name: 'window', type: 'real', shape: [4], missing: 0, symbols: ['a', 'b', 'x', 'y'] },
    ])
    const rows = Uint32Array.from({ length: data.rows }, (_, row) => row)
    const [early = [], late = []] = partition(
      { data: descriptor, rows, fractions: [0.9, 0.1], by: 'time' },
      randomStream(1),
    )
    const symbolsOf = (part: ArrayLike<number>) => {
      const [window] = data.columns
      const codes = Array.from(part, (row) =>
        window?.kind === 'real' ? [...window.values.slice(4 * row, 4 * row + 4)] : [],
      )
      return [...new Set(codes.flat())].sort()
    }
    expect([early.length, late.length]).toEqual([9 * 96, 96])
    expect([symbolsOf(early), symbolsOf(late)]).toEqual([
      [0, 1],
      [2, 3],
    ])
  })

  test('other windows are other data, and other symbols too', async () => {
    const root = mkdtempSync(join(tmpdir(), 'espalier-text-'))
    writeFileSync(join(root, 'a.txt'), 'abcabcabcaabbcc')
    writeFileSync(join(root, 'b.txt'), 'xyzxyzxyzxxyyzz')
    const digests = await Promise.all(
      [
        { file: 'a.txt', windows: { length: 2, blocks: 1 } },
        { file: 'a.txt', windows: { length: 3, blocks: 1 } },
        { file: 'a.txt', windows: { length: 2, blocks: 1, stride: 2 } },
        { file: 'b.txt', windows: { length: 2, blocks: 1 } },
      ].map(async (declared) => (await loadData(declared, { root })).digest),
    )
    expect(new Set(digests).size).toBe(4)
  })

  test('refuses a text shorter than a window, a text without windows, and windows of other files', async () => {
    const root = mkdtempSync(join(tmpdir(), 'espalier-text-'))
    writeFileSync(join(root, 'a.txt'), 'abcabc')
    writeFileSync(join(root, 'a.csv'), 'a,target\n1,x\n2,y\n')
    expect(await codeOf(() => readText('abc', { length: 3, blocks: 1 }, 'a.txt'))).toBe('short-text')
    expect(await codeOf(() => loadData({ file: 'a.txt' }, { root }))).toBe('text-without-windows')
    expect(await codeOf(() => loadData({ file: 'a.csv', windows: { length: 1 } }, { root }))).toBe(
      'windows-without-text',
    )
    expect(await codeOf(() => loadData({ dataset: 'iris', windows: { length: 1 } }, { root }))).toBe(
      'windows-without-text',
    )
  })
})

describe('Parquet', () => {
  const columns = [
    { name: 'x', type: 'double', cells: [1.5, undefined, -3] },
    { name: 'n', type: 'int64', cells: [1, 2, 3] },
    { name: 's', type: 'string', cells: ['01', undefined, 'ü'] },
    { name: 'b', type: 'boolean', cells: [true, false, true] },
  ] as const
  test.each(['none', 'snappy'] as const)('reads pages packed with %s', async (codec) => {
    expect(await readParquet(parquetFile(columns, codec), 'a.parquet')).toMatchObject({
      rows: 3,
      columns: [
        { kind: 'numbers', name: 'x', values: Float64Array.of(1.5, Number.NaN, -3) },
        { kind: 'numbers', name: 'n', values: Float64Array.of(1, 2, 3) },
        { kind: 'text', name: 's', cells: ['01', undefined, 'ü'] },
        { kind: 'text', name: 'b', cells: ['true', 'false', 'true'] },
      ],
    })
  })

  test('refuses other codecs and other files', async () => {
    expect(await codeOf(() => readParquet(parquetFile(columns, 'gzip'), 'a'))).toBe('unsupported-parquet')
    expect(await codeOf(() => readParquet(Uint8Array.from(Buffer.from('PAR1 no PAR1')), 'a'))).toBe(
      'malformed-parquet',
    )
    expect(await codeOf(() => readParquet(new Uint8Array(3), 'a'))).toBe('malformed-parquet')
  })
})

/** A folder of real tables, `NAME.csv.gz` with a header `NAME.json` that tells rows and columns. */
const folder = process.env['ESPALIER_TEST_DATA'] ?? ''
const tables = existsSync(folder) ? readdirSync(folder).filter((name) => /^tab-.*\.csv\.gz$/.test(name)) : []
const whenThere = tables.length > 0 ? test : test.skip
describe('real tables (set ESPALIER_TEST_DATA to their folder)', () => {
  whenThere('all load with the rows, columns and classes that their headers tell', async () => {
    for (const file of tables) {
      const header = JSON.parse(readFileSync(join(folder, file.replace('.csv.gz', '.json')), 'utf8'))
      const data = await loadData({ file, target: header.target }, { root: folder })
      expect([file, data.rows, data.columns.length + 1]).toEqual([
        file,
        header.files[0].rows,
        header.files[0].columns.length,
      ])
      if (header.classes !== undefined)
        expect(data.target).toMatchObject({ kind: 'class', classes: header.classes })
    }
  })
})
