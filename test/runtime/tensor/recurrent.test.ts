// Recurrent operators against the same steps written out in other operators: values and gradients, of all results, in float64.
import { describe, expect, test } from '@jest/globals'
import { gradients } from '../../../runtime/autodiff/reverse.js'
import { randomStream } from '../../../runtime/support/random.js'
import { builder } from '../../../runtime/tensor/builder.js'
import type { Value } from '../../../runtime/tensor/graph.js'
import { numbersOf, tensorOf, type Tensor } from '../../../runtime/tensor/tensor.js'
import { tensorType } from '../../../runtime/tensor/tensor-type.js'
import { evaluate } from '../../support/tensors.js'

const g = builder('written out')
const [batch, width] = [3, 4]

const leaf = (name: string, ...shape: readonly number[]): Value => g.input(name, tensorType('float64', shape))

const row = (x: Value, step: number): Value =>
  g.squeeze(g.slice(x, [{ axis: 0, start: step, end: step + 1 }]), [0])
const blocks = (x: Value, count: number): readonly Value[] =>
  g.split(
    x,
    1,
    Array.from({ length: count }, () => width),
  )
const order = (p: Value, reverse: boolean): readonly number[] => {
  const steps = Number(p.type.shape[0])
  return Array.from({ length: steps }, (_, step) => (reverse ? steps - 1 - step : step))
}
const stacked = (values: readonly Value[]): Value =>
  g.concat(
    values.map((value) => g.unsqueeze(value, [0])),
    0,
  )
const none = g.expand(g.scalar(0, 'float64'), [batch, width])

function gruSteps(p: Value, u: Value, c: Value, reverse: boolean): Value {
  const states: Value[] = []
  let h = none
  for (const step of order(p, reverse)) {
    const [pr = h, pz = h, pn = h] = blocks(row(p, step), 3)
    const [ur = h, uz = h, un = h] = blocks(g.matmul(h, u), 3)
    const [r, z] = [g.sigmoid(g.add(pr, ur)), g.sigmoid(g.add(pz, uz))]
    const n = g.tanh(g.add(pn, g.multiply(r, g.add(un, c))))
    h = g.add(g.multiply(g.subtract(1, z), n), g.multiply(z, h))
    states[step] = h
  }
  return stacked(states)
}

function lstmSteps(p: Value, u: Value, reverse: boolean): readonly [Value, Value] {
  const [states, memory]: [Value[], Value[]] = [[], []]
  let [h, c] = [none, none]
  for (const step of order(p, reverse)) {
    const [i = h, f = h, n = h, o = h] = blocks(g.add(row(p, step), g.matmul(h, u)), 4)
    c = g.add(g.multiply(g.sigmoid(f), c), g.multiply(g.sigmoid(i), g.tanh(n)))
    h = g.multiply(g.sigmoid(o), g.tanh(c))
    states[step] = h
    memory[step] = c
  }
  return [stacked(states), stacked(memory)]
}

const drawn = (...shape: readonly number[]): Tensor => {
  const random = randomStream('recurrent', ...shape)
  const count = shape.reduce((product, length) => product * length, 1)
  return tensorOf(
    'float64',
    shape,
    Array.from({ length: count }, () => random.normal()),
  )
}

/** Both forms, and the gradients of a sum of squares over their results. */
async function compare(
  own: readonly Value[],
  other: readonly Value[],
  leaves: readonly Value[],
): Promise<void> {
  const feeds = Object.fromEntries(
    leaves.map(({ node, type }) => ['name' in node ? node.name : '', drawn(...type.shape.map(Number))]),
  )
  const all = (results: readonly Value[]): readonly Value[] => {
    const loss = results
      .map((result, index) => g.reduceSum(g.multiply(g.multiply(result, result), index + 1)))
      .reduce((left, right) => g.add(left, right))
    return [...results, ...gradients(loss, leaves)]
  }
  const [found, wanted] = [await evaluate(all(own), feeds), await evaluate(all(other), feeds)]
  found.forEach((tensor, index) => {
    const numbers = wanted[index] === undefined ? [] : numbersOf(wanted[index])
    expect(numbersOf(tensor)).toHaveLength(numbers.length)
    numbersOf(tensor).forEach((x, place) => expect(x).toBeCloseTo(numbers[place] ?? Number.NaN, 12))
  })
}

describe.each([
  [5, false],
  [5, true],
  [70, true],
] as const)('written out step by step (%i steps, reverse: %s)', (steps, reverse) => {
  test('gru is the same', async () => {
    const leaves = [
      leaf('p', steps, batch, 3 * width),
      leaf('u', width, 3 * width),
      leaf('c', width),
    ] as const
    await compare([g.gru(...leaves, { reverse })], [gruSteps(...leaves, reverse)], leaves)
  })

  test('lstm is the same, whichever of its results is used', async () => {
    const leaves = [leaf('p', steps, batch, 4 * width), leaf('u', width, 4 * width)] as const
    const [own, other] = [g.lstm(...leaves, { reverse }), lstmSteps(...leaves, reverse)]
    await compare(own, other, leaves)
    await compare(own.slice(0, 1), other.slice(0, 1), leaves)
    await compare(own.slice(1), other.slice(1), leaves)
  })
})

test('what fades through 600 steps ends in zeros, not in numbers too small to be normal', async () => {
  const shape = [600, 1, 2]
  const [changes, slopes] = [
    g.input('w', tensorType('float32', shape)),
    tensorOf('float32', [600, 1, 6], new Float32Array(3600)),
  ]
  const keep = g.constant(tensorOf('float32', shape, new Float32Array(1200).fill(0.7)))
  const weights = g.constant(tensorOf('float32', [2, 6], new Float32Array(12)))
  const [sent] = g.linearizedGru(changes, keep, g.constant(slopes), weights, { adjoint: true })
  const w = tensorOf(
    'float32',
    shape,
    Array.from({ length: 1200 }, (_, entry) => (entry < 1198 ? 0 : 1)),
  )
  const [found] = sent === undefined ? [] : await evaluate([sent], { w })
  const numbers = found === undefined ? [] : numbersOf(found)
  expect(numbers.slice(0, 4)).toEqual([0, 0, 0, 0])
  expect(numbers[1000]).toBeCloseTo(0.7 ** 99, 20)
  expect(numbers.filter((x) => x !== 0 && x < 1.2e-38)).toEqual([])
})

test.each([
  [[5, 3, 12], [4, 11], [4], 'weights end in [4,11], not in [4,12]'],
  [[5, 3, 12], [2, 4, 12], [4], 'weights are the same in all steps'],
  [[3, 12], [4, 12], [4], 'sequences of the same steps and batch, […, T, N, X], are expected'],
] as const)('gru of %j and %j is refused', (p, u, c, message) => {
  const make = (): Value => g.gru(leaf('p', ...p), leaf('u', ...u), leaf('c', ...c))
  expect(make).toThrow(message)
})
