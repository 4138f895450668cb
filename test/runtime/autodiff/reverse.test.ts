// Reverse mode: sums over uses, broadcasting undone, walls, and gradients of gradients.
import { describe, expect, test } from '@jest/globals'
import { gradients } from '../../../runtime/autodiff/reverse.js'
import { nodesBetween } from '../../../runtime/autodiff/reachability.js'
import { randomStream } from '../../../runtime/support/random.js'
import { builder } from '../../../runtime/tensor/builder.js'
import type { Value } from '../../../runtime/tensor/graph.js'
import { nodesOf } from '../../../runtime/tensor/graph.js'
import { numbersOf, scalarOf, tensorOf } from '../../../runtime/tensor/tensor.js'
import { tensorType } from '../../../runtime/tensor/tensor-type.js'
import { evaluate } from '../../support/tensors.js'

const g = builder('test')
const x = g.input('x', tensorType('float64', []))
const valueAt = async (value: Value, at: number): Promise<number> => {
  const [result] = await evaluate([value], { x: scalarOf('float64', at) })
  return result === undefined ? NaN : (numbersOf(result)[0] ?? NaN)
}
const only = (values: readonly Value[]): Value => values[0] ?? x

describe('gradients', () => {
  test('add up over all uses of a value', async () => {
    const y = g.add(g.multiply(x, x), g.multiply(x, 3))
    expect(await valueAt(only(gradients(y, [x])), 5)).toBe(13)
  })

  test('sum over the axes that broadcasting stretched', async () => {
    const bias = g.input('bias', tensorType('float32', [3]))
    const scale = g.input('scale', tensorType('float32', [2, 1]))
    const rows = g.constant(tensorOf('float32', [2, 3], [1, 2, 3, 4, 5, 6]))
    const loss = g.reduceSum(g.multiply(g.add(rows, bias), scale))
    const feeds = { bias: tensorOf('float32', [3], [0, 0, 0]), scale: tensorOf('float32', [2, 1], [10, 100]) }
    const [ofBias, ofScale] = await evaluate(gradients(loss, [bias, scale]), feeds)
    expect(ofBias && numbersOf(ofBias)).toEqual([110, 110, 110])
    expect(ofScale && [ofScale.shape, numbersOf(ofScale)]).toEqual([
      [2, 1],
      [6, 15],
    ])
  })

  test('are zeros of the right type for what the loss does not depend on', async () => {
    const other = g.input('other', tensorType('float32', [2, 2]))
    const [zeros] = await evaluate(gradients(g.exp(x), [other]), {})
    expect(zeros && [zeros.shape, numbersOf(zeros)]).toEqual([
      [2, 2],
      [0, 0, 0, 0],
    ])
  })

  test('do not pass walls, comparisons or integers', async () => {
    const y = g.add(g.multiply(g.stopGradient(x), x), g.cast(g.cast(g.multiply(x, 7), 'int64'), 'float64'))
    expect(await valueAt(only(gradients(y, [x])), 5)).toBe(5)
  })

  test('of an intermediate value treat it as a variable of its own', async () => {
    const middle = g.multiply(x, 2)
    const y = g.multiply(middle, middle)
    expect(await valueAt(only(gradients(y, [middle])), 3)).toBe(12)
  })

  test('of a gradient: second and third derivatives of smooth functions in float64', async () => {
    const cases: readonly (readonly [
      (v: Value) => Value,
      (at: number) => readonly [number, number, number],
    ])[] = [
      [
        (v) => g.exp(g.multiply(v, 2)),
        (a) => [2 * Math.exp(2 * a), 4 * Math.exp(2 * a), 8 * Math.exp(2 * a)],
      ],
      [(v) => g.log(v), (a) => [1 / a, -1 / a ** 2, 2 / a ** 3]],
      [(v) => g.multiply(g.multiply(v, v), v), (a) => [3 * a * a, 6 * a, 6]],
      [(v) => g.reciprocal(v), (a) => [-1 / a ** 2, 2 / a ** 3, -6 / a ** 4]],
      [(v) => g.divide(1, g.multiply(v, v)), (a) => [-2 / a ** 3, 6 / a ** 4, -24 / a ** 5]],
      [(v) => g.sqrt(v), (a) => [0.5 / Math.sqrt(a), -0.25 * a ** -1.5, 0.375 * a ** -2.5]],
      [(v) => g.power(v, 2.5), (a) => [2.5 * a ** 1.5, 3.75 * a ** 0.5, 1.875 * a ** -0.5]],
      [
        (v) => g.tanh(v),
        (a) => {
          const t = Math.tanh(a)
          const s = 1 - t * t
          return [s, -2 * t * s, (6 * t * t - 2) * s]
        },
      ],
      [
        (v) => g.sigmoid(v),
        (a) => {
          const s = 1 / (1 + Math.exp(-a))
          const d = s * (1 - s)
          return [d, d * (1 - 2 * s), d * (1 - 6 * s + 6 * s * s)]
        },
      ],
      [(v) => g.sin(v), (a) => [Math.cos(a), -Math.sin(a), -Math.cos(a)]],
    ]
    for (const [build, wanted] of cases) {
      let derivative = build(x)
      for (const expected of wanted(0.7)) {
        derivative = only(gradients(derivative, [x]))
        // ONNX Runtime computes some functions of float64 with float32 polynomials.
        expect(Math.abs((await valueAt(derivative, 0.7)) - expected)).toBeLessThan(
          1e-5 * (1 + Math.abs(expected)),
        )
      }
    }
  })

  test('of the gradient of a small network: a Hessian–vector product against differences of gradients', async () => {
    const w = g.input('w', tensorType('float32', [4, 3, 3, 3]))
    const v = g.input('v', tensorType('float32', [4, 3, 3, 3]))
    const image = g.input('image', tensorType('float32', [2, 3, 6, 6]))
    const y = g.averagePool(g.tanh(g.conv(image, w, { pads: [1, 1, 1, 1] })), { kernel: [2, 2] })
    const loss = g.reduceSum(g.multiply(g.softmax(g.flatten(y, 1), 1), g.logSoftmax(g.flatten(y, 1), 1)))
    const slope = only(gradients(loss, [w]))
    const product = only(gradients(g.reduceSum(g.multiply(slope, v)), [w]))
    const random = randomStream('hessian')
    const draw = (count: number, scale: number) =>
      Array.from({ length: count }, () => random.normal() * scale)
    const [w0, v0, x0] = [draw(108, 0.3), draw(108, 1), draw(216, 1)]
    const at = (numbers: readonly number[]) => ({
      w: tensorOf('float32', [4, 3, 3, 3], numbers),
      image: tensorOf('float32', [2, 3, 6, 6], x0),
    })
    const slopeAt = async (sign: number) => {
      const [result] = await evaluate(
        [slope],
        at(w0.map((entry, index) => entry + (sign * (v0[index] ?? 0)) / 256)),
      )
      return result === undefined ? [] : numbersOf(result)
    }
    const [found] = await evaluate([product], { ...at(w0), v: tensorOf('float32', [4, 3, 3, 3], v0) })
    const [plus, minus] = [await slopeAt(1), await slopeAt(-1)]
    const largest = Math.max(...plus.map((entry, index) => Math.abs(entry - (minus[index] ?? 0)) * 128))
    numbersOf(found ?? scalarOf('float32', 0)).forEach((entry, index) => {
      const numeric = ((plus[index] ?? 0) - (minus[index] ?? 0)) * 128
      expect(Math.abs(entry - numeric)).toBeLessThan(5e-3 * largest)
    })
  })

  test('of a vector need an upstream gradient', async () => {
    const rows = g.input('rows', tensorType('float32', [3]))
    expect(() => gradients(g.exp(rows), [rows])).toThrow('only a scalar has a gradient, found float32[3]')
    const upstream = g.constant(tensorOf('float32', [3], [1, 0, 2]))
    const [found] = await evaluate(gradients(g.multiply(rows, rows), [rows], upstream), {
      rows: tensorOf('float32', [3], [1, 2, 3]),
    })
    expect(found && numbersOf(found)).toEqual([2, 0, 12])
  })

  test('build nothing for inputs that nobody asks about', () => {
    const [a, b] = [g.input('a', tensorType('float32', [9, 9])), g.input('b', tensorType('float32', [9, 9]))]
    const found = gradients(g.reduceSum(g.matmul(a, b)), [a])
    const products = nodesOf(found).filter((node) => node.kind === 'operation' && node.operator === 'matmul')
    expect(products.length).toBe(1)
  })
})

describe('nodes between', () => {
  test('are those that lead from the values to the result, inputs first', () => {
    const [a, b] = [g.input('a', tensorType('float32', [])), g.input('b', tensorType('float32', []))]
    const y = g.add(g.exp(a), g.log(b))
    const names = nodesBetween(y, [a]).map((node) => (node.kind === 'operation' ? node.operator : node.kind))
    expect(names).toEqual(['input', 'exp', 'add'])
  })
})
