// Einstein's notation: random expressions against a sum over all indices, the shape of the graph, and what is refused.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { builder } from '../../../../runtime/tensor/builder.js'
import { gradients } from '../../../../runtime/autodiff/reverse.js'
import type { Value } from '../../../../runtime/tensor/graph.js'
import { nodesOf } from '../../../../runtime/tensor/graph.js'
import { numbersOf, tensorOf } from '../../../../runtime/tensor/tensor.js'
import { tensorType } from '../../../../runtime/tensor/tensor-type.js'
import { evaluate } from '../../../support/tensors.js'

const g = builder()
const input = (name: string, ...shape: readonly (number | string)[]): Value =>
  g.input(name, tensorType('float64', shape))

/** An operand as labels with lengths, one list an axis, and its entries. */
interface Operand {
  readonly labels: readonly string[]
  readonly shape: readonly number[]
  readonly entries: readonly number[]
}

/** Entry by entry: every assignment of indices to labels, straight from the definition. */
function bruteForce(operands: readonly Operand[], result: readonly string[]): readonly number[] {
  const lengths = new Map<string, number>()
  for (const { labels, shape } of operands) {
    labels.forEach((label, axis) => lengths.set(label, Math.max(lengths.get(label) ?? 1, shape[axis] ?? 1)))
  }
  const order = [...result, ...[...lengths.keys()].filter((label) => !result.includes(label))]
  const size = (labels: readonly string[]): number =>
    labels.reduce((all, label) => all * (lengths.get(label) ?? 1), 1)
  const sums = Array.from({ length: size(result) }, () => 0)
  const summed = size(order) / sums.length
  for (let flat = 0; flat < size(order); flat += 1) {
    const indices = new Map<string, number>()
    let rest = flat
    for (const label of [...order].reverse()) {
      indices.set(label, rest % (lengths.get(label) ?? 1))
      rest = Math.floor(rest / (lengths.get(label) ?? 1))
    }
    const product = operands.reduce((all, operand) => all * entryOf(operand, indices), 1)
    const place = Math.floor(flat / summed)
    sums[place] = (sums[place] ?? 0) + product
  }
  return sums
}

/** An axis of length 1 has the same entry everywhere. */
function entryOf({ labels, shape, entries }: Operand, indices: ReadonlyMap<string, number>): number {
  const offset = labels.reduce((sum, label, axis) => {
    const length = shape[axis] ?? 1
    return sum * length + (length === 1 ? 0 : (indices.get(label) ?? 0))
  }, 0)
  return entries[offset] ?? NaN
}

const letters = ['a', 'b', 'c', 'D'] as const
const stretched = ['.1', '.2'] as const

/** Up to four operands of up to three letters each (repeats are diagonals), some under up to two axes of `...`. */
const expressions = fc
  .record({
    lengths: fc.tuple(...letters.map(() => fc.integer({ min: 1, max: 3 }))),
    under: fc.tuple(...stretched.map(() => fc.integer({ min: 1, max: 3 }))),
    operands: fc.array(
      fc.record({
        labels: fc.array(fc.constantFrom(...letters), { maxLength: 3 }),
        depth: fc.integer({ min: -1, max: 2 }),
        single: fc.boolean(),
        at: fc.nat({ max: 3 }),
        seed: fc.nat({ max: 1000 }),
      }),
      { minLength: 1, maxLength: 4 },
    ),
    kept: fc.shuffledSubarray([...letters]),
    implicit: fc.boolean(),
  })
  .map(({ lengths, under, operands, kept, implicit }) => {
    const lengthOf = (label: string): number =>
      lengths[letters.findIndex((letter) => letter === label)] ??
      under[stretched.findIndex((letter) => letter === label)] ??
      1
    const made = operands.map(({ labels, depth, single, at, seed }) => {
      const middle = depth <= 0 ? [] : depth === 1 ? ['.1'] : ['.2', '.1']
      const place = Math.min(at, labels.length)
      const all = [...labels.slice(0, place), ...middle, ...labels.slice(place)]
      const shape = all.map((label) => (single && label.startsWith('.') ? 1 : lengthOf(label)))
      const count = shape.reduce((product, length) => product * length, 1)
      const entries = Array.from({ length: count }, (_, index) => ((index * 7 + seed) % 11) - 5)
      const dots = depth < 0 ? '' : '...'
      const text = `${labels.slice(0, place).join('')}${dots}${labels.slice(place).join('')}`
      return { labels: all, shape, entries, text }
    })
    const used = made.flatMap(({ labels }) => labels)
    const dots = stretched.filter((label) => used.includes(label)).reverse()
    const once = [...letters]
      .filter((letter) => used.indexOf(letter) >= 0 && used.indexOf(letter) === used.lastIndexOf(letter))
      .sort()
    const named = implicit ? once : kept.filter((letter) => used.includes(letter))
    const left = made.map(({ text }) => text).join(',')
    return {
      expression: implicit ? left : `${left}->...${named.join('')}`,
      operands: made,
      result: [...dots, ...named],
    }
  })

describe('einsum', () => {
  test('equals the sum over all indices, for any expression', async () => {
    await fc.assert(
      fc.asyncProperty(expressions, async ({ expression, operands, result }) => {
        const values = operands.map(({ shape, entries }) => g.constant(tensorOf('float64', shape, entries)))
        const [found] = await evaluate([g.einsum(expression, ...values)])
        // A sum of nothing but −0 is −0 in one order of adding and 0 in another.
        const sums = found === undefined ? [] : numbersOf(found).map((sum) => sum + 0)
        expect(sums).toEqual(bruteForce(operands, result).map((sum) => sum + 0))
      }),
      { numRuns: 300, seed: 41 },
    )
  })

  test('makes one product of matrices, turned where the axes lie that way', () => {
    const operators = (value: Value): readonly string[] =>
      nodesOf([value]).flatMap((node) => (node.kind === 'operation' ? [node.operator] : []))
    const [x, y] = [input('x', 4, 2, 3), input('y', 4, 3, 5)]
    expect(operators(g.einsum('bij,bjk->bik', x, y))).toEqual(['matmul'])
    expect(operators(g.einsum('bij,bkj->bik', x, input('z', 4, 6, 3)))).toEqual(['matmul'])
    expect(operators(g.einsum('bji,bjk->bik', x, input('z', 4, 2, 3)))).toEqual(['matmul'])
    expect(operators(g.einsum('ij,ij->', input('u', 2, 3), input('v', 2, 3)))).toEqual([
      'multiply',
      'reduce_sum',
    ])
  })

  test('joins first what stays small', () => {
    // (x·y)·z would make a matrix of 50 × 50.
    const value = g.einsum('ij,jk,kl->il', input('x', 50, 2), input('y', 2, 50), input('z', 50, 2))
    const sizes = nodesOf([value]).flatMap(({ types }) =>
      types.map(({ shape }) => Number(shape[0]) * Number(shape[1])),
    )
    expect(Math.max(...sizes)).toBe(100)
  })

  test('keeps an axis whose length is known only at run time', () => {
    const value = g.einsum('bi,ij->bj', input('x', 'batch', 3), input('w', 3, 4))
    expect(value.type.shape).toEqual(['batch', 4])
  })

  test('is differentiated like any product: the gradient of a trace is the identity', async () => {
    const x = input('x', 3, 3)
    const [found] = await evaluate(gradients(g.einsum('ii', x), [x]), {
      x: tensorOf('float64', [3, 3], [1, 2, 3, 4, 5, 6, 7, 8, 9]),
    })
    expect(found === undefined ? [] : [...numbersOf(found)]).toEqual([1, 0, 0, 0, 1, 0, 0, 0, 1])
  })

  test.each([
    ['ij,jk->ik', [[2, 3]], 'names 2 operands, 1 are given'],
    ['ij->i->j', [[2, 3]], 'has more than one arrow'],
    ['ij->ik', [[2, 3]], "has 'k' in its result, but in no operand"],
    ['ij->ii', [[2, 3]], "names 'i' twice in its result"],
    ['ijk', [[2, 3]], "has 3 labels in 'ijk', for a tensor of rank 2"],
    ['i', [[2, 3]], "has 1 labels in 'i', for a tensor of rank 2"],
    ['i…j', [[2, 3]], "must be letters, commas, `...` once a list, and `->`; found 'i…j'"],
    [
      'ij,ij',
      [
        [2, 3],
        [2, 4],
      ],
      "'j' has lengths 3 and 4",
    ],
    ['ii', [[2, 1]], "'i' has lengths 2 and 1"],
  ] as const)('refuses %s of %j', (expression, shapes, message) => {
    const values = shapes.map((shape, index) => input(`x${index}`, ...shape))
    expect(() => g.einsum(expression, ...values)).toThrow(message)
  })
})
