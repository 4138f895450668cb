// The engine on its own output, in float64: products with Hessians, and gradients through unrolled training.
import { describe, expect, test } from '@jest/globals'
import { gradients } from '../../../runtime/autodiff/reverse.js'
import { randomStream } from '../../../runtime/support/random.js'
import { builder } from '../../../runtime/tensor/builder.js'
import type { Value } from '../../../runtime/tensor/graph.js'
import { nodesOf } from '../../../runtime/tensor/graph.js'
import { optimizeGraph } from '../../../runtime/tensor/optimize.js'
import type { Tensor } from '../../../runtime/tensor/tensor.js'
import { numbersOf, scalarOf, tensorOf } from '../../../runtime/tensor/tensor.js'
import { tensorType } from '../../../runtime/tensor/tensor-type.js'
import { evaluate, evaluatorOf } from '../../support/tensors.js'

const g = builder('second order')
const leaf = (name: string, ...shape: readonly number[]): Value => g.input(name, tensorType('float64', shape))
const drawn = (name: string, shape: readonly number[], scale = 1): Tensor => {
  const random = randomStream('second order', name)
  const count = shape.reduce((product, length) => product * length, 1)
  return tensorOf(
    'float64',
    shape,
    Array.from({ length: count }, () => scale * random.normal()),
  )
}
const only = ([value]: readonly Value[]): Value => {
  if (value === undefined) throw new Error('one value is expected')
  return value
}
const numbers = (tensor: Tensor | undefined): readonly number[] =>
  tensor === undefined ? [] : numbersOf(tensor)
const dot = (left: readonly number[], right: readonly number[]): number =>
  left.reduce((sum, x, index) => sum + x * (right[index] ?? 0), 0)
const expectClose = (found: number, wanted: number, tolerance: number): void =>
  expect(Math.abs(found - wanted)).toBeLessThanOrEqual(tolerance * (1 + Math.abs(wanted)))

/** H·v of a loss: the gradient of ⟨gradient, v⟩. */
const hessianProduct = (loss: Value, w: Value, v: Value): Value =>
  only(gradients(g.reduceSum(g.multiply(only(gradients(loss, [w])), v)), [w]))

describe('a Hessian–vector product', () => {
  test('of logistic regression is Xᵀ·diag(p(1 − p))·X·v + λ·v', async () => {
    const [x, y, w, v] = [leaf('x', 9, 4), leaf('y', 9, 1), leaf('w', 4, 1), leaf('v', 4, 1)]
    const score = g.matmul(x, w)
    const likelihood = g.reduceSum(g.subtract(g.softplus(score), g.multiply(y, score)))
    const loss = g.add(likelihood, g.multiply(g.reduceSum(g.multiply(w, w)), 0.15))
    const feeds = {
      x: drawn('x', [9, 4]),
      y: tensorOf('float64', [9, 1], [1, 0, 1, 1, 0, 0, 1, 0, 1]),
      w: drawn('w', [4, 1]),
      v: drawn('v', [4, 1]),
    }
    const [found] = await evaluate([hessianProduct(loss, w, v)], feeds)
    const rows = Array.from({ length: 9 }, (_, row) => numbersOf(feeds.x).slice(4 * row, 4 * row + 4))
    const wanted = numbersOf(feeds.v).map((entry, column) =>
      rows.reduce((sum, row) => {
        const p = 1 / (1 + Math.exp(-dot(row, numbersOf(feeds.w))))
        return sum + (row[column] ?? 0) * p * (1 - p) * dot(row, numbersOf(feeds.v))
      }, 0.3 * entry),
    )
    numbers(found).forEach((entry, index) => expectClose(entry, wanted[index] ?? NaN, 1e-7))
  })

  test('of a network equals differences of its gradient, and the Hessian is symmetric', async () => {
    const [x, w, u, v] = [leaf('x', 6, 5), leaf('w', 5, 3), leaf('u', 5, 3), leaf('v', 5, 3)]
    const codes = g.oneHot(g.constant(tensorOf('int64', [6], [0, 2, 1, 1, 0, 2])), 3, 'float64')
    const hidden = g.softplus(g.einsum('ni,ij->nj', x, g.sin(w)))
    const loss = g.add(
      g.reduceMean(g.crossEntropy(hidden, codes)),
      g.add(g.logSumExp(hidden), g.reduceSum(g.reduceL2(w, [0]))),
    )
    const feeds = {
      x: drawn('x2', [6, 5]),
      w: drawn('w2', [5, 3]),
      u: drawn('u2', [5, 3]),
      v: drawn('v2', [5, 3]),
    }
    const [hu, hv] = await evaluate([hessianProduct(loss, w, u), hessianProduct(loss, w, v)], feeds)
    expectClose(dot(numbers(hu), numbersOf(feeds.v)), dot(numbers(hv), numbersOf(feeds.u)), 1e-9)
    const slope = await evaluatorOf(gradients(loss, [w]))
    const step = 2 ** -14
    const slopeAt = async (sign: number): Promise<readonly number[]> => {
      const moved = numbersOf(feeds.w).map(
        (entry, index) => entry + sign * step * (numbersOf(feeds.v)[index] ?? 0),
      )
      return numbers((await slope.run({ x: feeds.x, w: tensorOf('float64', [5, 3], moved) }))[0])
    }
    const [plus, minus] = [await slopeAt(1), await slopeAt(-1)]
    await slope.release()
    numbers(hv).forEach((entry, index) => {
      expectClose(entry, ((plus[index] ?? NaN) - (minus[index] ?? NaN)) / (2 * step), 1e-6)
    })
  })
})

/** Validation loss after training steps w ← w − η·(∇L(w) + λ·w), all of it one graph in η, λ and the first weights. */
function unrolled(loss: (w: Value, part: 'train' | 'valid') => Value, start: Value, steps: number) {
  const [rate, decay] = [leaf('rate'), leaf('decay')]
  let w = start
  for (let step = 0; step < steps; step += 1) {
    const slope = only(gradients(loss(w, 'train'), [w]))
    w = g.subtract(w, g.multiply(rate, g.add(slope, g.multiply(decay, w))))
  }
  return { rate, decay, weights: w, result: loss(w, 'valid') }
}

describe('a hypergradient', () => {
  test('of a parabola after k steps is that of its closed form', async () => {
    // L = a·w²/2, so w_k = (1 − η(a + λ))ᵏ·w₀, and the validation loss is (w_k − 1)²/2.
    const start = leaf('start')
    const loss = (w: Value, part: 'train' | 'valid'): Value =>
      part === 'train'
        ? g.multiply(g.multiply(w, w), 1.5)
        : g.multiply(g.multiply(g.subtract(w, 1), g.subtract(w, 1)), 0.5)
    const [eta, lambda, a, k, w0] = [0.11, 0.4, 3, 7, 2.5]
    const { rate, decay, result } = unrolled(loss, start, k)
    const found = await evaluate(gradients(result, [rate, decay, start]), {
      rate: scalarOf('float64', eta),
      decay: scalarOf('float64', lambda),
      start: scalarOf('float64', w0),
    })
    const shrink = 1 - eta * (a + lambda)
    const last = shrink ** k * w0 - 1
    const inner = last * k * shrink ** (k - 1) * w0
    const wanted = [-inner * (a + lambda), -inner * eta, last * shrink ** k]
    found.forEach((tensor, index) => expectClose(numbers(tensor)[0] ?? NaN, wanted[index] ?? NaN, 1e-13))
  })

  test('of a network trained for some steps equals differences over whole trainings', async () => {
    const start = leaf('start', 4, 3)
    const data = { train: leaf('train', 8, 4), valid: leaf('valid', 5, 4) }
    const codes = {
      train: g.oneHot(g.constant(tensorOf('int64', [8], [0, 1, 2, 0, 1, 2, 1, 0])), 3, 'float64'),
      valid: g.oneHot(g.constant(tensorOf('int64', [5], [2, 1, 0, 0, 1])), 3, 'float64'),
    }
    const loss = (w: Value, part: 'train' | 'valid'): Value =>
      g.reduceMean(g.crossEntropy(g.softplus(g.matmul(data[part], w)), codes[part]))
    const { rate, decay, result } = unrolled(loss, start, 6)
    const feeds = {
      train: drawn('train', [8, 4]),
      valid: drawn('valid', [5, 4]),
      start: drawn('start', [4, 3], 0.5),
      rate: scalarOf('float64', 0.3),
      decay: scalarOf('float64', 0.05),
    }
    const found = await evaluate(optimizeGraph(gradients(result, [rate, decay]), { checked: true }), feeds)
    const training = await evaluatorOf([result])
    const lossAt = async (moved: Readonly<Record<string, Tensor>>): Promise<number> =>
      numbers((await training.run({ ...feeds, ...moved }))[0])[0] ?? NaN
    const step = 2 ** -14
    for (const [index, name, at] of [
      [0, 'rate', 0.3],
      [1, 'decay', 0.05],
    ] as const) {
      const plus = await lossAt({ [name]: scalarOf('float64', at + step) })
      const minus = await lossAt({ [name]: scalarOf('float64', at - step) })
      expectClose(numbers(found[index])[0] ?? NaN, (plus - minus) / (2 * step), 1e-7)
    }
    await training.release()
  })

  test('grows with the number of steps, not with its square', () => {
    const loss = (w: Value): Value => g.reduceSum(g.softplus(g.matmul(w, w)))
    const nodes = (steps: number): number => {
      const { rate, result } = unrolled(loss, leaf('start', 3, 3), steps)
      return nodesOf(optimizeGraph(gradients(result, [rate]))).length
    }
    const [four, eight, sixteen] = [nodes(4), nodes(8), nodes(16)]
    expect(sixteen - eight).toBeLessThanOrEqual(2 * (eight - four) + 4)
  })
})
