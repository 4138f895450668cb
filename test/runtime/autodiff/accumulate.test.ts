// How the shares of a gradient become one: against sums by hand, and without copies where none are needed.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { gradients } from '../../../runtime/autodiff/reverse.js'
import { builder } from '../../../runtime/tensor/builder.js'
import { checkGraph } from '../../../runtime/tensor/check.js'
import type { Value } from '../../../runtime/tensor/graph.js'
import { nodesOf } from '../../../runtime/tensor/graph.js'
import { numbersOf, tensorOf } from '../../../runtime/tensor/tensor.js'
import { countOf, fixedShape, tensorType } from '../../../runtime/tensor/tensor-type.js'
import type { Stretch } from '../../../runtime/tensor/vocabulary.js'
import { evaluate } from '../../support/tensors.js'

const g = builder()
const x = g.input('x', tensorType('float32', [4, 6]))
const feeds = {
  x: tensorOf(
    'float32',
    [4, 6],
    Array.from({ length: 24 }, (_, index) => index - 11),
  ),
}

/** Σ of parts, each times numbers of its own, so that the parts of the gradient can be told apart. */
function weighed(parts: readonly Value[]): Value {
  const sums = parts.map((part, place) => g.reduceSum(g.multiply(part, weightsOf(part, place))))
  return sums.reduce((sum, own) => g.add(sum, own))
}

const weightsOf = ({ type }: Value, place: number): Value => {
  const shape = fixedShape(type.shape)
  return g.constant(
    tensorOf(
      'float32',
      shape,
      Array.from({ length: countOf(shape) }, (_, index) => 100 * place + index + 1),
    ),
  )
}

const slopeOf = (loss: Value, value = x): Value => gradients(loss, [value])[0] ?? value

const numbersFrom = async (value: Value): Promise<readonly number[]> => {
  checkGraph([value])
  const needed = nodesOf([value]).some((node) => node === x.node)
  const [result] = await evaluate([value], needed ? feeds : {})
  return result === undefined ? [] : numbersOf(result)
}

/** Operators of the gradient that are no part of the loss. */
function operatorsOf(slope: Value, loss: Value): Readonly<Record<string, number>> {
  const before = new Set(nodesOf([loss]))
  const counts: Record<string, number> = {}
  for (const node of nodesOf([slope])) {
    if (node.kind === 'operation' && !before.has(node))
      counts[node.operator] = (counts[node.operator] ?? 0) + 1
  }
  return counts
}

const between = (axis: number, start: number, end: number, step = 1): Stretch => ({ axis, start, end, step })

describe('gradients of slices', () => {
  const stretch = (length: number) =>
    fc
      .record({
        start: fc.nat(length - 1),
        span: fc.integer({ min: 1, max: length }),
        step: fc.integer({ min: 1, max: 3 }),
      })
      .map(({ start, span, step }) => ({ start, end: Math.min(length, start + span), step }))
  const slices = fc.array(fc.tuple(stretch(4), stretch(6)), { minLength: 1, maxLength: 6 })

  test('are the sum of all parts at their places, whether they meet, overlap or leave gaps', async () => {
    await fc.assert(
      fc.asyncProperty(slices, async (list) => {
        const parts = list.map(([rows, columns]) =>
          g.slice(x, [
            { axis: 0, ...rows },
            { axis: 1, ...columns },
          ]),
        )
        const wanted = new Array<number>(24).fill(0)
        list.forEach(([rows, columns], place) => {
          let index = 0
          for (let row = rows.start; row < rows.end; row += rows.step) {
            for (let column = columns.start; column < columns.end; column += columns.step) {
              index += 1
              wanted[row * 6 + column] = (wanted[row * 6 + column] ?? 0) + 100 * place + index
            }
          }
        })
        expect(await numbersFrom(slopeOf(weighed(parts)))).toEqual(wanted)
      }),
      { numRuns: 60, seed: 1 },
    )
  })

  test('of a split are one concat', () => {
    const loss = weighed(g.split(x, 1, [1, 3, 2]).map((part) => g.tanh(part)))
    const counts = operatorsOf(slopeOf(loss), loss)
    expect(counts['concat']).toBe(1)
    expect([counts['pad'], counts['add']]).toEqual([undefined, undefined])
  })

  test('of the tiles of a grid are concats of concats', () => {
    const tiles = g.split(x, 0, [2, 2]).flatMap((band) => g.split(band, 1, [2, 4]))
    const cut = [0, 2].flatMap((row) =>
      [0, 3].map((column) => g.slice(x, [between(0, row, row + 2), between(1, column, column + 3)])),
    )
    for (const parts of [tiles, cut]) {
      const loss = weighed(parts)
      const counts = operatorsOf(slopeOf(loss), loss)
      expect(counts['concat']).toBe(3)
      expect([counts['pad'], counts['add']]).toEqual([undefined, undefined])
    }
  })

  test('with a gap have zeros there and around, with an overlap are added', () => {
    const apart = weighed([g.slice(x, [between(1, 1, 2)]), g.slice(x, [between(1, 3, 5)])])
    expect(operatorsOf(slopeOf(apart), apart)).toMatchObject({ concat: 1, pad: 1 })
    const meeting = weighed([g.slice(x, [between(1, 0, 4)]), g.slice(x, [between(1, 2, 6)])])
    expect(operatorsOf(slopeOf(meeting), meeting)).toMatchObject({ pad: 2, add: 1 })
  })

  test('beside other uses are added once', () => {
    const loss = weighed([x, ...g.split(x, 0, [1, 1, 2])])
    expect(operatorsOf(slopeOf(loss), loss)).toMatchObject({ concat: 1, add: 1 })
  })

  test('can be differentiated again', async () => {
    const parts = g.split(x, 1, [2, 2, 2])
    const loss = g.reduceSum(
      parts.map((part) => g.multiply(g.multiply(part, part), part)).reduce((a, b) => g.add(a, b)),
    )
    const second = slopeOf(g.reduceSum(slopeOf(loss)))
    expect(await numbersFrom(second)).toEqual(numbersOf(feeds.x).map((entry) => 6 * entry))
  })
})

describe('gradients of gathers', () => {
  const rows = (...indices: readonly number[]): Value =>
    g.constant(tensorOf('int64', [indices.length], indices))

  test('are added into one tensor, after what is dense', async () => {
    const loss = weighed([g.gather(x, rows(1, 1), 0), x, g.gather(x, rows(3), 0)])
    const slope = slopeOf(loss)
    const counts = operatorsOf(slope, loss)
    expect(counts['index_add']).toBe(2)
    expect(counts['add']).toBeUndefined()
    const dense = Array.from({ length: 24 }, (_, index) => 100 + index + 1)
    const wanted = dense.map((entry, index) => {
      const [row, column] = [Math.floor(index / 6), index % 6]
      if (row === 1) return entry + (column + 1) + (column + 7)
      return row === 3 ? entry + 200 + column + 1 : entry
    })
    expect(await numbersFrom(slope)).toEqual(wanted)
  })
})

describe('equal shares', () => {
  test('are one share times their number, multiplied in where there are fewest entries', async () => {
    const square = g.reduceSum(g.multiply(x, x))
    expect(operatorsOf(slopeOf(square), square)).not.toHaveProperty('add')
    expect(await numbersFrom(slopeOf(square))).toEqual(numbersOf(feeds.x).map((entry) => 2 * entry))
    const scale = g.constant(tensorOf('float32', [4, 1], [1, 2, 3, 4]))
    const rowwise = g.reduceSum(g.multiply(g.reduceSum(g.multiply(x, x), [1], true), scale))
    const slope = slopeOf(rowwise)
    expect(await numbersFrom(slope)).toEqual(
      numbersOf(feeds.x).map((entry, index) => 2 * entry * (1 + Math.floor(index / 6))),
    )
    expect(largestProducts(slope, rowwise)).toBe(1)
  })
})

/** Products of the gradient with as many entries as x. */
const largestProducts = (slope: Value, loss: Value): number => {
  const before = new Set(nodesOf([loss]))
  return nodesOf([slope]).filter(
    (node) =>
      node.kind === 'operation' &&
      node.operator === 'multiply' &&
      !before.has(node) &&
      countOf(node.types[0]?.shape ?? []) === 24,
  ).length
}

describe('where an operand was stretched', () => {
  const column = g.input('column', tensorType('float32', [4, 1]))
  const single = g.input('single', tensorType('float32', []))
  const all = {
    ...feeds,
    column: tensorOf('float32', [4, 1], [1, 2, 4, 8]),
    single: tensorOf('float32', [], [2]),
  }
  const weights = weightsOf(x, 0)
  const cases: readonly (readonly [
    string,
    Value,
    Value,
    (rows: readonly (readonly number[])[]) => readonly number[],
  ])[] = [
    [
      'signs are taken out of the sum',
      g.subtract(x, column),
      column,
      (rows) => rows.map((row) => -row.reduce((sum, own) => sum + own, 0)),
    ],
    [
      'factors are taken out of the sum',
      g.multiply(g.add(x, single), g.expand(column, [4, 6])),
      single,
      (rows) => [rows.reduce((sum, row, place) => sum + 2 ** place * row.reduce((a, b) => a + b, 0), 0)],
    ],
    [
      'divisors are taken out of the sum',
      g.divide(g.expand(single, [4, 6]), column),
      column,
      (rows) => rows.map((row, place) => row.reduce((sum, own) => sum - (2 * own) / 4 ** place, 0)),
    ],
  ]

  test.each(cases)('%s', async (_name, value, leaf, wanted) => {
    const slope = slopeOf(g.reduceSum(g.multiply(value, weights)), leaf)
    checkGraph([slope])
    const names = nodesOf([slope]).flatMap((node) => ('name' in node ? [node.name] : []))
    const given = Object.fromEntries(Object.entries(all).filter(([name]) => names.includes(name)))
    const [found] = await evaluate([slope], given)
    const rows = [0, 1, 2, 3].map((row) => Array.from({ length: 6 }, (_, place) => row * 6 + place + 1))
    expect(found === undefined ? [] : numbersOf(found)).toEqual(wanted(rows))
    expect(countsOfLarge(slope)).not.toHaveProperty('negate')
  })

  test('the sum of a constant is its multiple', async () => {
    const loss = g.reduceMean(g.add(x, single))
    const slope = slopeOf(loss, single)
    expect(operatorsOf(slope, loss)).not.toHaveProperty('reduce_sum')
    const [found] = await evaluate([slope], {})
    expect(found === undefined ? NaN : numbersOf(found)[0]).toBeCloseTo(1, 6)
  })
})

/** Operators that make as many entries as x. */
function countsOfLarge(value: Value): Readonly<Record<string, number>> {
  const counts: Record<string, number> = {}
  for (const node of nodesOf([value])) {
    if (node.kind !== 'operation' || countOf(node.types[0]?.shape ?? []) < 24) continue
    counts[node.operator] = (counts[node.operator] ?? 0) + 1
  }
  return counts
}
