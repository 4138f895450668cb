// Gradients where a function has no derivative or where its formula would divide by zero: what each rule promises there.
import { describe, expect, test } from '@jest/globals'
import { gradients } from '../../runtime/autodiff/reverse.js'
import { builder } from '../../runtime/tensor/builder.js'
import type { Value } from '../../runtime/tensor/graph.js'
import { numbersOf, tensorOf } from '../../runtime/tensor/tensor.js'
import { tensorType } from '../../runtime/tensor/tensor-type.js'
import { evaluate } from '../support/tensors.js'

const g = builder()

/** The gradient of the sum of a function, and the product of its Hessian with ones, at a row of numbers. */
async function derivatives(build: (x: Value) => Value, numbers: readonly number[]) {
  const x = g.input('x', tensorType('float64', [numbers.length]))
  const total = (value: Value): Value => g.reduceSum(value)
  const [slope = x] = gradients(total(build(x)), [x])
  const [bend = x] = gradients(total(slope), [x])
  const results = await evaluate([slope, bend], { x: tensorOf('float64', [numbers.length], numbers) })
  return results.map((tensor) => numbersOf(tensor))
}

describe('the gradient of', () => {
  test('a norm at 0 is 0, and so is its gradient', async () => {
    expect(await derivatives((x) => g.reduceL2(x), [0, 0, 0])).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ])
  })

  test('a product with zeros is the product of the other entries, and so is its gradient', async () => {
    // x₀x₁x₂: the Hessian of entries i ≠ j is the third entry.
    expect(await derivatives((x) => g.reduceProd(x), [0, 2, 3])).toEqual([
      [6, 0, 0],
      [5, 3, 2],
    ])
    expect(await derivatives((x) => g.reduceProd(x), [0, 0, 3])).toEqual([
      [0, 0, 0],
      [3, 3, 0],
    ])
    expect(await derivatives((x) => g.reduceProd(x), [0, 0, 0])).toEqual([
      [0, 0, 0],
      [0, 0, 0],
    ])
  })

  test('a largest or smallest entry is shared equally by all that are equal', async () => {
    expect((await derivatives((x) => g.reduceMax(x), [4, 1, 4, 4]))[0]).toEqual([1 / 3, 0, 1 / 3, 1 / 3])
    expect((await derivatives((x) => g.reduceMin(x), [4, 1, 1, 4]))[0]).toEqual([0, 0.5, 0.5, 0])
  })

  test('the larger of two equal numbers goes to the first', async () => {
    const [slope] = await derivatives((x) => g.maximum(x, g.multiply(x, 2)), [0, 1, -1])
    expect(slope).toEqual([1, 2, 1])
  })

  test('the largest entries in order goes to the first of equal ones', async () => {
    expect((await derivatives((x) => g.topK(x, 2, 0)[0], [1, 4, 4, 4]))[0]).toEqual([0, 1, 1, 0])
    expect((await derivatives((x) => g.topK(x, 1, 0, { smallest: true })[0], [2, 1, 1]))[0]).toEqual([
      0, 1, 0,
    ])
  })

  test('a sum of exponentials that are all 0 is 0', async () => {
    const [slope] = await derivatives((x) => g.logSumExp(x), [-Infinity, -Infinity])
    expect(slope).toEqual([0, 0])
  })

  test('a value that is differentiated as another is that of the other', async () => {
    const quantized = (x: Value): Value => g.multiply(g.straightThrough(g.round(x), x), x)
    // d/dx of round(x)·x, with round taken for the identity: x + round x; its own gradient 1 + 1.
    expect(await derivatives(quantized, [0.4, 1.7, -2.6])).toEqual([
      [0.4, 3.7, -5.6],
      [2, 2, 2],
    ])
  })

  test('a rectifier, an absolute value and a rounded number at the kink is 0', async () => {
    for (const build of [g.relu, g.abs, g.round, g.ceil, g.floor]) {
      expect((await derivatives((x) => build(g.multiply(x, 1)), [0, 0]))[0]).toEqual([0, 0])
    }
  })
})
