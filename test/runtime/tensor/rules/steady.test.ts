// A member of a population gets the same bits in every slot, whatever the number of its entries: operators whose kernels in the
// runtime look at addresses, on seven equal members of 1 to 37 entries.
import { describe, expect, test } from '@jest/globals'
import { builder } from '../../../../runtime/tensor/builder.js'
import { batchGraph } from '../../../../runtime/tensor/batch.js'
import type { Builder, Value } from '../../../../runtime/tensor/graph.js'
import { numbersOf, tensorFrom } from '../../../../runtime/tensor/tensor.js'
import { fixedShape, tensorType } from '../../../../runtime/tensor/tensor-type.js'
import { randomStream } from '../../../../runtime/support/random.js'
import { evaluate } from '../../../support/tensors.js'

const width = 7

const cases: Readonly<Record<string, (x: Value, g: Builder) => Value>> = {
  'sum of all': (x, g) => g.reduceSum(x),
  'sum over the last axis': (x, g) => g.reduceSum(x, [-1]),
  'sum over the first axis': (x, g) => g.reduceSum(x, [0], true),
  'mean of all': (x, g) => g.reduceMean(x),
  'mean over the last axis': (x, g) => g.reduceMean(x, [1], true),
  'sum over an axis before one of length 1': (x, g) => g.reduceSum(g.unsqueeze(x, [2]), [1]),
  'sum over the outer axes': (x, g) => g.reduceSum(g.unsqueeze(x, [1]), [0, 2], true),
  log: (x, g) => g.log(x),
  sin: (x, g) => g.sin(x),
  cos: (x, g) => g.cos(x),
  softplus: (x, g) => g.softplus(x),
  'inverse sine': (x, g) => g.asin(g.tanh(x)),
  'inverse cosine': (x, g) => g.acos(g.tanh(x)),
  'inverse tangent': (x, g) => g.atan(x),
  tangent: (x, g) => g.tan(x),
  'hyperbolic sine': (x, g) => g.sinh(x),
  'inverse hyperbolic sine': (x, g) => g.asinh(x),
  log1p: (x, g) => g.log1p(g.abs(x)),
  expm1: (x, g) => g.expm1(x),
  'product of all': (x, g) => g.reduceProd(x),
  'product over the last axis': (x, g) => g.reduceProd(x, [-1], true),
  'norm of all': (x, g) => g.reduceL2(x),
  'norm over the last axis': (x, g) => g.reduceL2(x, [-1]),
  'log of summed exponentials over the last axis': (x, g) => g.logSumExp(x, [-1]),
  'log of summed exponentials of all': (x, g) => g.logSumExp(x),
  exp: (x, g) => g.exp(x),
  power: (x, g) => g.power(x, 1.7),
  gelu: (x, g) => g.gelu(x),
  tanh: (x, g) => g.tanh(x),
  sigmoid: (x, g) => g.sigmoid(x),
  softmax: (x, g) => g.softmax(x, 1),
  'product with a shared column': (x, g) => g.matmul(x, shared(x, 1, g)),
  'product with a column of its own': (x, g) =>
    g.matmul(x, g.slice(g.transpose(x), [{ axis: 1, start: 0, end: 1 }])),
  'product with its own transpose': (x, g) => g.matmul(x, g.transpose(x)),
  'product with a shared matrix': (x, g) => g.matmul(x, shared(x, 5, g)),
  'product of a shared matrix with members': (x, g) => g.matmul(g.transpose(shared(g.transpose(x), 5, g)), x),
  'cross entropy': (x, g) => g.crossEntropy(x, g.softmax(g.negate(x), 1)),
}

/** A matrix that no member has for itself: as many rows as x has columns. */
function shared(x: Value, columns: number, g: Builder): Value {
  const [, rows = 1] = fixedShape(x.type.shape)
  const random = randomStream('shared', rows, columns)
  const values = Float32Array.from({ length: rows * columns }, () => random.normal())
  return g.constant(tensorFrom('float32', [rows, columns], values))
}

/** Sizes of one member. */
const shapes = [
  [1, 1],
  [1, 3],
  [3, 5],
  [2, 7],
  [5, 6],
  [37, 1],
  [1, 37],
  [3, 4],
] as const

describe('a population', () => {
  test.each(Object.entries(cases))('gives equal members equal bits: %s', async (name, build) => {
    for (const shape of shapes) {
      const g = builder()
      const value = build(g.input('x', tensorType('float32', shape)), g)
      const { outputs } = batchGraph([value], new Set(['x']), width)
      const random = randomStream('steady', name, ...shape)
      const size = shape[0] * shape[1]
      const member = Float32Array.from({ length: size }, () => 0.01 + 3 * Math.abs(random.normal()))
      const all = Float32Array.from({ length: width * size }, (_, place) => member[place % size] ?? 0)
      const wide = outputs.map((lane) => lane.value)
      const [result] = await evaluate(wide, { x: tensorFrom('float32', [width, ...shape], all) })
      const [alone] = await evaluate([value], { x: tensorFrom('float32', shape, member) })
      if (result === undefined || alone === undefined) throw new Error('no result')
      expect(fixedShape(result.shape)).toEqual([width, ...fixedShape(value.type.shape)])
      const numbers = numbersOf(result)
      const each = numbers.length / width
      const first = numbers.slice(0, each)
      for (let slot = 1; slot < width; slot += 1)
        expect([String(shape), ...numbers.slice(slot * each, (slot + 1) * each)]).toEqual([
          String(shape),
          ...first,
        ])
      numbersOf(alone).forEach((wanted, place) =>
        expect(Math.abs((first[place] ?? Number.NaN) - wanted)).toBeLessThan(1e-5 * (1 + Math.abs(wanted))),
      )
    }
  })
})
