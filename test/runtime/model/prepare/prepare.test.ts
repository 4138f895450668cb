import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { assemble } from '../../../../runtime/data/assemble.js'
import { loadData } from '../../../../runtime/data/load.js'
import { readText } from '../../../../runtime/data/sources/text.js'
import { describeData } from '../../../../runtime/data/describe.js'
import { applyPreparation, prepareRows } from '../../../../runtime/model/prepare/apply-preparation.js'
import { fitPreparation } from '../../../../runtime/model/prepare/fit-preparation.js'
import {
  buildPreparation,
  preparationMetadata,
} from '../../../../runtime/model/prepare/fitted-preparation.js'
import * as definitions from '../../../../runtime/model/prepare/index.js'
import {
  planPreparation,
  dataFacts,
  type PrepareStep,
} from '../../../../runtime/model/prepare/plan-preparation.js'
import { createPreparer } from '../../../../runtime/model/prepare/preparer.js'
import { encodeGraph } from '../../../../runtime/onnx/encode.js'
import { decodeModel } from '../../../../runtime/onnx/decode.js'
import { runOnce } from '../../../../runtime/onnx/session.js'
import { builder } from '../../../../runtime/tensor/builder.js'
import { numbersOf, tensorFrom } from '../../../../runtime/tensor/tensor.js'
import type { Dataset } from '../../../../runtime/data/dataset.js'
import { datasetOf } from '../../../support/datasets.js'

const step = (kind: string, options: PrepareStep['options'] = {}): PrepareStep => ({ kind, options })

/** Prepared rows as lists, fitted on some rows. */
async function prepared(
  data: Dataset,
  steps: readonly PrepareStep[],
  train: readonly number[],
): Promise<readonly (readonly number[])[]> {
  const { features } = await prepareRows(data, steps, train)
  const width = features.data.length / data.rows
  const numbers = numbersOf(features)
  return Array.from({ length: data.rows }, (_, row) => numbers.slice(row * width, (row + 1) * width))
}
const columnOf = (rows: readonly (readonly number[])[], index = 0): readonly number[] =>
  rows.map((row) => row[index] ?? Number.NaN)
const codes = (data: Dataset, ...steps: readonly PrepareStep[]): readonly string[] =>
  planPreparation(describeData(data).columns, steps).findings.map(({ code }) => code)

const numbers = datasetOf('a,b,target\n1,10,x\n3,10,y\n5,10,x\n9,40,y\n')
const gaps = datasetOf('a,c,target\n1,red,x\n,blue,y\n5,,x\n,red,y\n6,blue,x\n')

describe('each step, by hand', () => {
  test('standardize: mean 3 and deviation √(8/3) on rows 0–2; a constant column becomes 0', async () => {
    const rows = await prepared(numbers, [step('standardize')], [0, 1, 2])
    const deviation = Math.sqrt(8 / 3)
    const expected = [-2, 0, 2, 6].map((value) => value / deviation)
    for (const [row, value] of columnOf(rows).entries()) expect(value).toBeCloseTo(expected[row] ?? 0, 6)
    expect(columnOf(rows, 1)).toEqual([0, 0, 0, 30])
  })

  test('scale: range 1…5 on rows 0–2, other rows may leave it; by: divides', async () => {
    expect(columnOf(await prepared(numbers, [step('scale')], [0, 1, 2]))).toEqual([0, 0.5, 1, 2])
    expect(columnOf(await prepared(numbers, [step('scale', { by: 10 })], [0]), 1)).toEqual([1, 1, 1, 4])
    const both = { by: 10, to: [-1, 1] }
    expect(columnOf(await prepared(numbers, [step('scale', both)], [0]), 1)).toEqual([1, 1, 1, 7])
    expect(columnOf(await prepared(numbers, [step('scale', { to: [-1, 1] })], [0, 1, 2]))).toEqual([
      -1, 0, 1, 3,
    ])
  })

  test('log: ln(x + offset), smaller numbers of other rows taken for the smallest of training', async () => {
    const rows = await prepared(numbers, [step('log', { columns: ['a'], offset: 1 })], [1, 2])
    const expected = [Math.log(4), Math.log(4), Math.log(6), Math.log(10)]
    for (const [row, value] of columnOf(rows).entries()) expect(value).toBeCloseTo(expected[row] ?? 0, 6)
    expect(columnOf(rows, 1)).toEqual([10, 10, 10, 40])
  })

  test('log refuses training rows without logarithm', async () => {
    await expect(
      fitPreparation(numbers, [step('log', { columns: ['a'], offset: -1 })], [0]),
    ).rejects.toMatchObject({
      code: 'log-of-nothing',
    })
  })

  test.each([
    ['mean', {}, [1, 4, 5, 4, 6]],
    ['median', { strategy: 'median' }, [1, 5, 5, 5, 6]],
    ['constant', { strategy: 'constant', value: -1 }, [1, -1, 5, -1, 6]],
  ])('impute: %s of 1, 5, 6', async (_, options, expected) => {
    const steps = [step('impute', options), step('impute', { strategy: 'most_frequent' }), step('ordinal')]
    expect(columnOf(await prepared(gaps, steps, [0, 1, 2, 3, 4]))).toEqual(expected)
  })

  test('impute: most frequent number and label, ties to the smallest; fitted on training rows alone', async () => {
    const tied = await prepared(
      gaps,
      [step('impute', { strategy: 'most_frequent' }), step('ordinal')],
      [0, 1, 2, 3, 4],
    )
    expect(columnOf(tied)).toEqual([1, 1, 5, 1, 6])
    expect(columnOf(tied, 1)).toEqual([1, 0, 0, 1, 0])
    const few = await prepared(
      gaps,
      [step('impute', { strategy: 'most_frequent' }), step('ordinal')],
      [0, 3, 4],
    )
    expect(columnOf(few, 1)).toEqual([1, 0, 1, 1, 0])
  })

  test('impute: a constant label becomes a category of its own', async () => {
    const steps = [
      step('impute'),
      step('impute', { strategy: 'constant', value: 'none', columns: ['c'] }),
      step('one_hot'),
    ]
    // The first step fills both columns; without it `none` is new.
    expect((await prepared(gaps, steps, [0, 1, 2])).map((row) => row.length)).toEqual([4, 4, 4, 4, 4])
    const alone = await prepared(gaps, [step('impute', { columns: ['a'] }), ...steps.slice(1)], [0, 1, 2])
    expect(alone.map((row) => row.slice(1))).toEqual([
      [0, 1, 0],
      [1, 0, 0],
      [0, 0, 1],
      [0, 1, 0],
      [1, 0, 0],
    ])
  })

  test('impute refuses a column without a value to learn from', async () => {
    await expect(fitPreparation(gaps, [step('impute'), step('one_hot')], [1, 3])).rejects.toMatchObject({
      code: 'nothing-to-impute-from',
    })
  })

  test('one_hot: labels by alphabet, a missing one is all zeros', async () => {
    const rows = await prepared(gaps, [step('impute', { columns: ['a'] }), step('one_hot')], [0, 1])
    expect(rows.map((row) => row.slice(1))).toEqual([
      [0, 1],
      [1, 0],
      [0, 0],
      [0, 1],
      [1, 0],
    ])
  })

  test('ordinal: ranks in the given order', async () => {
    const sizes = datasetOf('s,target\nsmall,x\nlarge,y\nmedium,x\n')
    const order = ['small', 'medium', 'large']
    expect(columnOf(await prepared(sizes, [step('ordinal', { order })], [0]))).toEqual([0, 2, 1])
    expect(columnOf(await prepared(sizes, [step('ordinal')], [0]))).toEqual([2, 0, 1])
  })
})

describe('steps in order', () => {
  test('a later step is fitted on what the earlier ones leave', async () => {
    // Filled with the mean 3 of 1 and 5, then scaled by the range 1…5.
    const rows = await prepared(gaps, [step('impute'), step('one_hot'), step('scale')], [0, 1, 2])
    expect(columnOf(rows)).toEqual([0, 0.5, 1, 0.5, 1.25])
    // Indicators are left as they are.
    expect(rows.map((row) => row.slice(1))).toEqual([
      [0, 1],
      [1, 0],
      [1, 0],
      [0, 1],
      [1, 0],
    ])
  })

  test('rows outside training change nothing that is learnt', async () => {
    const steps = [step('impute'), step('standardize'), step('one_hot')]
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.integer({ min: -1000, max: 1000 }), { minLength: 3, maxLength: 3 }),
        async (others) => {
          const text = (tail: readonly number[]): string =>
            `a,c,target\n1,red,x\n,blue,y\n4,red,x\n${tail.map((value) => `${value},blue,y`).join('\n')}\n`
          const fitted = await fitPreparation(datasetOf(text(others)), steps, [0, 1, 2])
          const reference = await fitPreparation(datasetOf(text([0, 0, 0])), steps, [0, 1, 2])
          expect(fitted.steps.map((each) => each.fitted)).toEqual(reference.steps.map((each) => each.fitted))
        },
      ),
      { seed: 3, numRuns: 20 },
    )
  })

  test('standardized training rows have mean 0 and deviation 1', async () => {
    const wine = await loadData({ dataset: 'wine' }, { root: '.' })
    const train = Array.from({ length: 100 }, (_, index) => index)
    const rows = (await prepared(wine, [step('standardize')], train)).slice(0, 100)
    for (let column = 0; column < 13; column += 1) {
      const values = columnOf(rows, column)
      const mean = values.reduce((sum, value) => sum + value, 0) / 100
      const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / 100
      expect(Math.abs(mean)).toBeLessThan(1e-5)
      expect(variance).toBeCloseTo(1, 5)
    }
  })
})

describe('images', () => {
  test('keep their shape, and are scaled by the range of all pixels', async () => {
    const digits = await loadData({ dataset: 'digits' }, { root: '.' })
    const { features, input, target } = await prepareRows(digits, [step('scale')], [0, 1, 2, 3])
    expect(features.shape).toEqual([1797, 1, 8, 8])
    expect(input).toEqual({ shape: [1, 8, 8], type: 'real' })
    expect(target).toEqual({ kind: 'class', classes: 10 })
    const [first] = digits.columns
    const raw = first?.kind === 'real' ? first.values : new Float32Array()
    expect(numbersOf(features).every((value, index) => value === (raw[index] ?? 0) / 16)).toBe(true)
  })

  test('without steps the raw numbers pass through', async () => {
    const digits = await loadData({ dataset: 'digits' }, { root: '.' })
    const [first] = digits.columns
    const { features } = await prepareRows(digits, [], [0])
    expect(features.data).toEqual(first?.kind === 'real' ? first.values : undefined)
  })
})

describe('windows of a text', () => {
  const windows = readText('a man, a plan, a canal', { length: 3, blocks: 2 }, 'text.txt')
  const text = assemble(windows, { source: 'text.txt', time: 'block' })

  test('enter the model as codes, left alone by every step', async () => {
    const steps = Object.values(definitions).map(({ kind }) => step(kind))
    const plan = planPreparation(describeData(text).columns, steps)
    expect(plan.input).toEqual({ shape: [3], type: 'code', vocabulary: 8 })
    expect(plan.findings).toEqual([])
    const { features } = await prepareRows(text, steps, [0, 1, 2])
    expect(features.data).toEqual(windows.columns[0]?.kind === 'numbers' && windows.columns[0].values)
  })

  test.each(['standardize', 'scale', 'log', 'one_hot', 'ordinal'])(
    'are refused by %s where it names them',
    (kind) => {
      expect(codes(text, step(kind, { columns: ['window'] }))).toEqual(['prepare-mismatch'])
    },
  )

  test('tell their symbols in a model file', async () => {
    const preparation = await fitPreparation(text, [], [0])
    expect(JSON.parse(preparationMetadata(preparation)['inputs'] ?? '')).toEqual([
      { name: 'window', columns: ['window'], symbols: [' ', ',', 'a', 'c', 'l', 'm', 'n', 'p'] },
    ])
  })
})

describe('problems are found without rows', () => {
  const categories = datasetOf('a,c,target\n1,p,x\n,q,y\n3,p,x\n')
  test.each([
    [
      'a category without a step, a gap without impute',
      [],
      ['missing-without-impute', 'category-without-step'],
    ],
    ['only the category', [step('impute')], ['category-without-step']],
    ['nothing', [step('impute'), step('one_hot')], []],
    [
      'a misspelt column',
      [step('impute'), step('one_hot'), step('scale', { columns: ['aa'] })],
      ['unknown-column'],
    ],
    [
      'numbers where labels are wanted',
      [step('impute'), step('one_hot', { columns: ['a', 'c'] })],
      ['prepare-mismatch'],
    ],
    [
      'labels where numbers are wanted',
      [step('scale', { columns: ['c'] }), step('impute'), step('one_hot')],
      ['prepare-mismatch'],
    ],
    [
      'an order that lacks a label',
      [step('impute'), step('ordinal', { columns: ['c'], order: ['p'] })],
      ['prepare-mismatch', 'category-without-step'],
    ],
  ])('%s', (_, steps, expected) => {
    expect(codes(categories, ...steps)).toEqual(expected)
  })

  test('the plan tells the input of the model, and facts follow', () => {
    const descriptor = describeData(categories)
    const plan = planPreparation(descriptor.columns, [step('impute'), step('one_hot')])
    expect(plan.input).toEqual({ shape: [3], type: 'real' })
    expect(dataFacts(descriptor, plan)).toEqual({
      'data.rows': 3,
      'data.columns': 2,
      'data.features': 3,
      'data.classes': 2,
    })
  })

  test('fitting a plan with a problem fails with its code', async () => {
    await expect(fitPreparation(categories, [], [0])).rejects.toMatchObject({
      code: 'missing-without-impute',
    })
  })
})

describe('the graph', () => {
  test('of raw rows has one input of numbers and one of codes, standard operators, and a free batch axis', async () => {
    const steps = [step('impute'), step('standardize'), step('one_hot')]
    const preparation = await fitPreparation(gaps, steps, [0, 1, 2])
    const { leaves, output } = buildPreparation(builder(), preparation)
    const model = encodeGraph({
      name: 'p',
      inputs: leaves,
      outputs: [{ name: 'prepared', value: output }],
      metadata: preparationMetadata(preparation),
    })
    expect(decodeModel(model).inputs).toEqual(['features', 'categories'])
    const all = await applyPreparation(gaps, preparation, [0, 1, 2, 3, 4])
    const one = await runOnce(model, {
      features: tensorFrom('float32', [1, 1], Float32Array.of(6)),
      categories: tensorFrom('int64', [1, 1], BigInt64Array.of(0n)),
    })
    expect(one['prepared']?.data).toEqual(all.data.slice(-3))
    expect(JSON.parse(preparationMetadata(preparation)['inputs'] ?? '')).toEqual([
      { name: 'features', columns: ['a'] },
      { name: 'categories', columns: ['c'], categories: [['blue', 'red']] },
    ])
  })
})

test('features that would not fit into memory are refused before they are made', async () => {
  await expect(prepareRows(numbers, [], [0], 31)).rejects.toMatchObject({ code: 'data-too-large' })
  await expect(prepareRows(numbers, [], [0], 32)).resolves.toBeDefined()
})

describe('the preparer', () => {
  test('prepares once for one set of rows, and shares what equal fits make', async () => {
    const prepare = createPreparer(new Map([['t', { dataset: numbers, steps: [step('scale')] }]]))
    const first = await prepare('t', Uint32Array.of(0, 2))
    expect(await prepare('t', Uint32Array.of(0, 2))).toBe(first)
    expect(await prepare('t', Uint32Array.of(0, 1, 2))).toBe(first)
    expect(await prepare('t', Uint32Array.of(0, 1))).not.toBe(first)
  })
})

test('every definition says what it does, and its shorthand is one option', () => {
  for (const definition of Object.values(definitions)) {
    const shorthands = Object.values(definition.options).filter((option) => 'x-shorthand' in option)
    expect(shorthands.length).toBeLessThanOrEqual(1)
    expect(definition.summary).toMatch(/\.$/)
  }
})
