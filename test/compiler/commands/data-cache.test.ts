import {
  mkdtempSync,
  mkdirSync,
  readdirSync,
  readFileSync,
  rmSync,
  statSync,
  utimesSync,
  writeFileSync,
} from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { afterEach, beforeEach, describe, expect, test } from '@jest/globals'
import { cacheFolder, remembered, type CachedSource } from '../../../compiler/commands/data-cache.js'
import { describeData } from '../../../runtime/data/describe.js'
import { loadData } from '../../../runtime/data/load.js'
import type { DataDescriptor } from '../../../schemas/data-descriptor.js'

let folder: string
let reads: number
beforeEach(() => {
  folder = mkdtempSync(join(tmpdir(), 'espalier-cache-'))
  reads = 0
  writeFileSync(join(folder, 'a.csv'), 'x,y\n1,red\n2,blue\n3,red\n')
})
afterEach(() => rmSync(folder, { recursive: true, force: true }))

const sourceOf = (more: Partial<CachedSource>): CachedSource => ({
  root: folder,
  dataset: undefined,
  file: undefined,
  windows: undefined,
  target: undefined,
  columns: undefined,
  group: undefined,
  time: undefined,
  ...more,
})

async function ask(source: CachedSource, cache: string | undefined): Promise<DataDescriptor> {
  return remembered(source, cache, async () => {
    reads += 1
    return read(source)
  })
}

const read = async ({ root, dataset, file, target }: CachedSource): Promise<DataDescriptor> =>
  describeData(
    await loadData(
      {
        ...(dataset === undefined ? {} : { dataset }),
        ...(file === undefined ? {} : { file }),
        ...(target === undefined ? {} : { target }),
      },
      { root },
    ),
  )

const slots = (): readonly string[] => readdirSync(join(folder, 'cache', 'data'))

describe('the cache of data descriptors', () => {
  test('answers for the same bytes as reading them does, file and shipped set alike', async () => {
    for (const source of [sourceOf({ file: 'a.csv', target: 'y' }), sourceOf({ dataset: 'digits' })]) {
      reads = 0
      const first = await ask(source, join(folder, 'cache'))
      const again = await ask(source, join(folder, 'cache'))
      expect(reads).toBe(1)
      expect(plain(again)).toEqual(plain(first))
      expect(plain(again)).toEqual(plain(await read(source)))
    }
    for (const slot of slots()) expect(statSync(join(folder, 'cache', 'data', slot)).mode & 0o077).toBe(0)
  })

  test('does not trust size and time: other bytes are read, and take the place of the old ones', async () => {
    const source = sourceOf({ file: 'a.csv', target: 'y' })
    const path = join(folder, 'a.csv')
    const { atime, mtime } = statSync(path)
    const before = await ask(source, join(folder, 'cache'))
    writeFileSync(path, 'x,y\n1,red\n2,cyan\n3,red\n')
    utimesSync(path, atime, mtime)
    const after = await ask(source, join(folder, 'cache'))
    expect(reads).toBe(2)
    expect([before.target.classes, after.target.classes]).toEqual([
      ['blue', 'red'],
      ['cyan', 'red'],
    ])
    expect(slots()).toHaveLength(1)
  })

  test('sees that a file of labels changed beside its images', async () => {
    writeFileSync(join(folder, 'labels.csv'), 'y\n0\n1\n0\n')
    writeFileSync(join(folder, 'b.csv'), 'x\n1\n2\n3\n')
    const source = sourceOf({ file: 'b.csv', target: 'labels.csv' })
    await ask(source, join(folder, 'cache'))
    writeFileSync(join(folder, 'labels.csv'), 'y\n0\n1\n1\n')
    const after = await ask(source, join(folder, 'cache'))
    expect(reads).toBe(2)
    expect(plain(after)).toEqual(plain(await read(source)))
  })

  test('tells declarations of one file apart', async () => {
    await ask(sourceOf({ file: 'a.csv', target: 'y' }), join(folder, 'cache'))
    const other = await ask(sourceOf({ file: 'a.csv', target: 'x' }), join(folder, 'cache'))
    expect([reads, other.target.name]).toEqual([2, 'x'])
  })

  test.each([
    ['cut short', (bytes: Buffer) => bytes.subarray(0, bytes.length - 5)],
    [
      'changed in one bit',
      (bytes: Buffer) => Buffer.from(bytes.map((byte, at) => (at === 60 ? byte ^ 1 : byte))),
    ],
    ['emptied', () => Buffer.alloc(0)],
  ])('reads the data where its slot was %s', async (_, damage) => {
    const source = sourceOf({ file: 'a.csv', target: 'y' })
    const first = await ask(source, join(folder, 'cache'))
    const [slot = ''] = slots()
    const path = join(folder, 'cache', 'data', slot)
    writeFileSync(path, damage(readFileSync(path)))
    expect(plain(await ask(source, join(folder, 'cache')))).toEqual(plain(first))
    expect(reads).toBe(2)
  })

  test('is as good as none where it cannot be written', async () => {
    writeFileSync(join(folder, 'file'), '')
    mkdirSync(join(folder, 'taken'))
    const source = sourceOf({ file: 'a.csv', target: 'y' })
    for (const cache of [join(folder, 'file', 'below'), '/proc/nowhere', undefined]) {
      expect((await ask(source, cache)).rows).toBe(3)
    }
    expect(reads).toBe(3)
  })

  test('lets an error of the data through, and remembers none', async () => {
    const source = sourceOf({ file: 'missing.csv', target: 'y' })
    for (let turn = 0; turn < 2; turn += 1) {
      await expect(ask(source, join(folder, 'cache'))).rejects.toMatchObject({ code: 'file-not-found' })
    }
    expect(reads).toBe(2)
  })
})

describe('cacheFolder', () => {
  test('is what ESPALIER_CACHE says, else where the system keeps caches', () => {
    expect(cacheFolder({ ESPALIER_CACHE: '/x/y', HOME: '/home/a' }, 'linux')).toBe('/x/y')
    expect(cacheFolder({ ESPALIER_CACHE: 'off', HOME: '/home/a' }, 'linux')).toBeUndefined()
    expect(cacheFolder({ HOME: '/home/a' }, 'linux')).toBe('/home/a/.cache/espalier')
    expect(cacheFolder({ HOME: '/home/a', XDG_CACHE_HOME: '/c' }, 'linux')).toBe('/c/espalier')
    expect(cacheFolder({ HOME: '/Users/a' }, 'darwin')).toBe('/Users/a/Library/Caches/espalier')
    expect(cacheFolder({}, 'win32')).toBeUndefined()
  })
})

/** Typed arrays as lists: which constructor made one does not matter. */
const plain = (descriptor: DataDescriptor): unknown =>
  Object.fromEntries(
    Object.entries(descriptor).map(([key, value]) => [
      key,
      ArrayBuffer.isView(value) ? [...(value as Uint8Array)] : value,
    ]),
  )
