import { mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { gzipSync } from 'node:zlib'
import { describe, expect, test } from '@jest/globals'
import { EspalierError } from '../../../schemas/diagnostic.js'
import type { Column, Dataset } from '../../../runtime/data/dataset.js'
import { describeData } from '../../../runtime/data/describe.js'
import { loadData, type DataSource } from '../../../runtime/data/load.js'

const root = mkdtempSync(join(tmpdir(), 'espalier-data-'))

/** Writes a file into the temporary project and loads it. */
const loadFile = (name: string, content: string | Uint8Array, more: DataSource = {}): Promise<Dataset> => {
  writeFileSync(join(root, name), content)
  return loadData({ file: name, ...more }, { root })
}

/** Code, message and hint of the error that a promise ends in. */
const problem = async (loading: Promise<unknown>): Promise<string> => {
  try {
    await loading
  } catch (error) {
    if (error instanceof EspalierError) return `${error.code}: ${error.message} | ${error.hint ?? ''}`
    throw error
  }
  return 'no problem'
}

const named = (dataset: Dataset, name: string): Column => {
  const column = dataset.columns.find((candidate) => candidate.name === name)
  if (column === undefined) throw new Error(`no column ${name}`)
  return column
}
const numbers = (column: Column): readonly number[] => (column.kind === 'real' ? [...column.values] : [])
const classCounts = (dataset: Dataset): readonly number[] => {
  const { target } = dataset
  if (target.kind !== 'class') return []
  return target.classes.map((_, code) => target.codes.filter((other) => other === code).length)
}

describe('shipped data sets', () => {
  test('mnist has the 10,000 digits of its package, in bytes, with the known class counts, dealt in turn', async () => {
    const mnist = await loadData({ dataset: 'mnist' }, { root })
    expect(classCounts(mnist)).toEqual([1001, 1127, 991, 1032, 980, 863, 1014, 1070, 944, 978])
    expect(mnist.target.kind === 'class' && [...mnist.target.codes.slice(0, 11)]).toEqual([
      0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 0,
    ])
    const pixels = numbers(named(mnist, 'image'))
    expect(pixels).toHaveLength(10000 * 784)
    expect(pixels.every((value) => value % 1 === 0 && value >= 0 && value <= 255)).toBe(true)
    // The first 3 of the package opens its ink with .149 .169 .412 1 .992, which are 38 43 105 255 253 of 255.
    const three = pixels.slice(3 * 784, 4 * 784)
    const ink = three.findIndex((value) => value > 0)
    expect(three.slice(ink, ink + 5)).toEqual([38, 43, 105, 255, 253])
  })

  test.each([
    ['digits', 1797, 10, [[1, 8, 8]]],
    ['iris', 150, 3, [[], [], [], []]],
    ['wine', 178, 3, Array.from({ length: 13 }, () => [])],
    ['breast_cancer', 569, 2, Array.from({ length: 30 }, () => [])],
  ])('%s has %d rows and %d classes', async (dataset, rows, classes, shapes) => {
    const descriptor = describeData(await loadData({ dataset }, { root }))
    expect(descriptor.rows).toBe(rows)
    expect(descriptor.target.classes).toHaveLength(classes)
    expect(descriptor.columns.map((column) => column.shape)).toEqual(shapes)
    expect(descriptor.columns.every((column) => column.missing === 0)).toBe(true)
  })

  test('iris holds two equal rows of virginica, and no other duplicates', async () => {
    const iris = await loadData({ dataset: 'iris' }, { root })
    expect(new Set(iris.contents).size).toBe(149)
    expect(iris.contents[142]).toBe(iris.contents[101])
  })

  test('a misspelt name brings the nearest one', async () => {
    expect(await problem(loadData({ dataset: 'mnits' }, { root }))).toBe(
      "unknown-dataset: there is no data set called 'mnits' | did you mean `mnist`?",
    )
    expect(await problem(loadData({ dataset: 'constructor' }, { root }))).toMatch(/^unknown-dataset/)
  })
})

describe('CSV', () => {
  test('columns get types, missing cells, and a target', async () => {
    const data = await loadFile(
      'plain.csv',
      '\uFEFFage,"sex, as told",income,target\r\n31,f,1e3,yes\r\n,m,-2.5,no\r\n40,NA,.5,yes\r\n',
    )
    expect(numbers(named(data, 'age'))).toEqual([31, Number.NaN, 40])
    expect(named(data, 'sex, as told')).toMatchObject({
      categories: ['f', 'm'],
      codes: Int32Array.of(0, 1, -1),
    })
    expect(numbers(named(data, 'income'))).toEqual([1000, -2.5, 0.5])
    expect(data.target).toMatchObject({
      kind: 'class',
      classes: ['no', 'yes'],
      codes: Int32Array.of(1, 0, 1),
    })
    expect([...(data.lines ?? [])]).toEqual([2, 3, 4])
    expect(describeData(data).columns.map((column) => column.missing)).toEqual([1, 1, 0])
  })

  test('semicolons and tabs are found as delimiters, gzip is unpacked', async () => {
    const semicolons = await loadFile('semi.csv', 'a;b;target\n1;2;x\n3;4;y\n')
    const packed = await loadFile('tabs.tsv.gz', gzipSync('a\tb\ttarget\n1\t2\tx\n3\t4\ty\n'))
    expect(numbers(named(semicolons, 'b'))).toEqual([2, 4])
    expect(packed.digest).toBe(semicolons.digest)
  })

  test('a quoted cell may hold delimiters, quotes and line breaks; lines are still those of the file', async () => {
    const data = await loadFile('quoted.csv', 'a,target\n"x, ""y""\nz",p\nplain,q\n')
    expect(named(data, 'a')).toMatchObject({ categories: ['plain', 'x, "y"\nz'] })
    expect([...(data.lines ?? [])]).toEqual([2, 4])
  })

  test('class labels that are numbers sort by value; many numbers make a real target', async () => {
    const labels = await loadFile('labels.csv', 'a,target\n1,10\n2,9\n3,10\n')
    expect(labels.target).toMatchObject({ kind: 'class', classes: ['9', '10'] })
    const reals = await loadFile('reals.csv', 'a,target\n1,1.5\n2,9\n3,10\n')
    expect(reals.target).toMatchObject({ kind: 'real', values: Float64Array.of(1.5, 9, 10) })
    const forced = await loadFile('forced.csv', 'a,grade\n1,1\n2,2\n3,3\n', { target: 'grade as real' })
    expect(forced.target.kind).toBe('real')
  })

  test('columns can be chosen, left out and typed', async () => {
    const text = 'id,zip,size,target\n1,100,3,x\n2,200,4,y\n'
    const chosen = await loadFile('c.csv', text, { columns: ['size'] })
    expect(chosen.columns.map((column) => column.name)).toEqual(['size'])
    const typed = await loadFile('c.csv', text, { columns: ['*', '-id', 'zip as category'] })
    expect(typed.columns.map((column) => [column.name, column.kind])).toEqual([
      ['size', 'real'],
      ['zip', 'category'],
    ])
    const without = await loadFile('c.csv', text, { columns: ['-id'] })
    expect(without.columns.map((column) => column.name)).toEqual(['zip', 'size'])
  })

  test('groups and times are set apart from the features', async () => {
    const text = 'patient,day,x,target\nb,2024-02-01,1,p\na,2024-01-01,2,q\nb,2024-02-01,3,p\n'
    const data = await loadFile('g.csv', text, { group: 'patient', time: 'day' })
    expect(data.columns.map((column) => column.name)).toEqual(['x'])
    expect(data.groups).toEqual({ codes: Int32Array.of(1, 0, 1), names: ['a', 'b'] })
    expect(data.times).toEqual(Int32Array.of(1, 0, 1))
  })

  test.each([
    ['an empty file', '', {}, /^empty-file/],
    ['a header alone', 'a,target\n', {}, /^empty-file/],
    ['no header', '1,2\n3,4\n', {}, /^missing-header/],
    ['a column twice', 'a,a,target\n1,2,x\n', {}, /^duplicate-column: .*'a'/],
    ['an unnamed column', 'a,,target\n1,2,x\n', {}, /^unnamed-column: column 2/],
    [
      'a ragged row',
      'a,target\n1,x\n2\n3,y\n',
      {},
      /^ragged-row: bad\.csv:3: the row has 1 cells, the header 2 \|/,
    ],
    ['an open quote', 'a,target\n"1,x\n2,y\n', {}, /^malformed-csv/],
    ['no target', 'a,b\n1,x\n', {}, /^no-target: .*\| .*a, b/],
    [
      'a misspelt target',
      'a,label\n1,x\n',
      { target: 'lable' },
      /^unknown-column: .*'lable' \| did you mean `label`/,
    ],
    [
      'a misspelt column',
      'age,target\n1,x\n2,y\n',
      { columns: ['agee'] },
      /^unknown-column: .*did you mean `age`/,
    ],
    [
      'a misspelt group',
      'age,target\n1,x\n2,y\n',
      { group: 'patient' },
      /^unknown-column: .*there are `age`, `target`/,
    ],
    ['the target as feature', 'a,target\n1,x\n2,y\n', { columns: ['a', 'target'] }, /^target-as-feature/],
    ['one class', 'a,target\n1,x\n2,x\n', {}, /^one-class-target: .*'x'/],
    ['a constant number', 'a,target\n1,.5\n2,.5\n', {}, /^constant-target/],
    [
      'a missing target',
      'a,target\n1,x\n2,\n3,y\n4,NaN\n',
      {},
      /^missing-target-value: bad\.csv:3: .*1 more/,
    ],
    ['an empty column', 'a,b,target\n1,,x\n2,,y\n', {}, /^empty-column: .*'b'.*"-b"/],
    ['an infinite number', 'a,target\n1,x\n1e99,y\n', {}, /^non-finite-cell: bad\.csv:3/],
    [
      'a time without order',
      'a,when,target\n1,monday,x\n2,friday,y\n',
      { time: 'when' },
      /^unordered-time: bad\.csv:2/,
    ],
    ['a missing group', 'a,g,target\n1,p,x\n2,,y\n', { group: 'g' }, /^missing-group/],
  ])('%s is refused', async (_, text, more, expected) => {
    expect(await problem(loadFile('bad.csv', text, more))).toMatch(expected)
  })

  test('a slip in a numeric column names its line; a column of codes is a category', async () => {
    const rows = Array.from(
      { length: 30 },
      (_, row) => `${row === 16 ? '12o' : row},${row % 2 === 0 ? 'x' : 'y'}`,
    )
    expect(await problem(loadFile('slip.csv', `a,target\n${rows.join('\n')}\n`))).toMatch(
      /^non-numeric-cell: slip\.csv:18: '12o' in column 'a' is not a number; .*"a as category"/,
    )
    const forced = loadFile('slip.csv', 'a,target\n1,x\nb,y\n', { columns: ['a as real'] })
    expect(await problem(forced)).toMatch(/^non-numeric-cell: slip\.csv:3: 'b' .*leave out `as real`/)
    const codes = await loadFile('codes.csv', 'a,target\n1,x\n2,y\n3b,x\n')
    expect(named(codes, 'a').kind).toBe('category')
  })

  test('Latin-1 and UTF-16 text are refused with the line', async () => {
    const latin = Buffer.concat([Buffer.from('a,target\n1,x\n'), Buffer.from([0xe9]), Buffer.from(',y\n')])
    expect(await problem(loadFile('latin.csv', latin))).toMatch(/^not-utf8: latin\.csv:3: .*not valid UTF-8/)
    expect(await problem(loadFile('wide.csv', Buffer.from('\uFEFFa,target\n1,x\n', 'utf16le')))).toMatch(
      /^not-utf8: wide\.csv: .*UTF-16/,
    )
  })
})

describe('where files may lie', () => {
  test.each([
    ['missing.csv', /^file-not-found/],
    ['../other.csv', /^file-outside-project/],
    ['table.xlsx', /^unknown-format/],
    ['.', /^unknown-format/],
  ])('%s is refused', async (file, expected) => {
    expect(await problem(loadData({ file }, { root }))).toMatch(expected)
  })

  test('an absolute path is read as written', async () => {
    writeFileSync(join(root, 'absolute.csv'), 'a,target\n1,x\n2,y\n')
    const data = await loadData({ file: join(root, 'absolute.csv') }, { root: '/nowhere' })
    expect(data.rows).toBe(2)
  })

  test('data beyond the memory are refused before they are decoded, packed or not', async () => {
    const text = `a,target\n${'1,x\n2,y\n'.repeat(1000)}`
    writeFileSync(join(root, 'large.csv'), text)
    writeFileSync(join(root, 'large.csv.gz'), gzipSync(text))
    for (const file of ['large.csv', 'large.csv.gz']) {
      expect(await problem(loadData({ file }, { root, memory: 10000 }))).toMatch(/^data-too-large/)
    }
  })
})

describe('contents', () => {
  test('equal rows have equal codes, −0 is 0, and the group counts', async () => {
    const text = 'g,a,target\np,0,x\np,-0,x\nq,0,x\np,0,y\n'
    expect([...(await loadFile('z.csv', text, { columns: ['a'] })).contents]).toEqual([0, 0, 0, 1])
    expect([...(await loadFile('z.csv', text, { columns: ['a'], group: 'g' })).contents]).toEqual([
      0, 0, 1, 2,
    ])
  })

  test('the digest follows the content, not the file', async () => {
    const one = await loadFile('one.csv', 'a,target\n1,x\n2,y\n')
    const same = await loadFile('two.csv', 'a,target\n1.0,x\n"2",y\n')
    const other = await loadFile('three.csv', 'a,target\n1,x\n3,y\n')
    expect(same.digest).toBe(one.digest)
    expect(other.digest).not.toBe(one.digest)
  })
})
