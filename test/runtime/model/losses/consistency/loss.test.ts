// The loss of consistency training as a graph: its formula, where its gradient goes, and why the teacher must be the weights themselves.
import { describe, expect, test } from '@jest/globals'
import { gradients } from '../../../../../runtime/autodiff/reverse.js'
import { distanceOf, standardBend } from '../../../../../runtime/model/losses/consistency/distance.js'
import { preconditioning } from '../../../../../runtime/model/losses/consistency/preconditioning.js'
import type { GenerativeContext } from '../../../../../runtime/model/losses/generative.js'
import { consistency } from '../../../../../runtime/model/losses/index.js'
import type { Options } from '../../../../../runtime/model/options.js'
import { builder } from '../../../../../runtime/tensor/builder.js'
import type { Builder, Value } from '../../../../../runtime/tensor/graph.js'
import { scalarOf, tensorOf } from '../../../../../runtime/tensor/tensor.js'
import { tensorType } from '../../../../../runtime/tensor/tensor-type.js'
import { directionalSlopes } from '../../../../support/numeric-gradient.js'
import { numbersFrom } from '../../../../support/tensors.js'

const sigma = 0.7
const lowest = 0.002

/** A row of constants. */
const row = (graph: Builder, numbers: readonly number[], shape = [numbers.length]) =>
  graph.constant(tensorOf('float32', shape, numbers))

/** What the host would feed for rows with these two levels. */
function drawnFor(
  lower: readonly number[],
  upper: readonly number[],
): Readonly<Record<string, readonly number[]>> {
  const drawn: Record<string, readonly number[]> = {
    weight: upper.map((level, index) => 1 / (level - (lower[index] ?? 0))),
  }
  for (const [end, levels] of Object.entries({ lower, upper })) {
    const coefficients = levels.map((level) => preconditioning(level, sigma, lowest))
    drawn[`${end}_level`] = levels
    for (const part of ['skip', 'out', 'input', 'noise'] as const)
      drawn[`${end}_${part}`] = coefficients.map((one) => one[part])
  }
  return drawn
}

/** A context around a model that is given as a function. */
const contextOf = (
  graph: Builder,
  drawn: Readonly<Record<string, readonly number[]>>,
  noise: Value,
  model: GenerativeContext['model'],
): GenerativeContext => ({
  graph,
  model,
  drawn: (name) => row(graph, drawn[name] ?? []),
  normal: () => noise,
})

describe('distances', () => {
  const [left, right] = [
    [1, 2, -1, 0, 0, 0],
    [0, 4, 1, 0, 0, 1e-4],
  ]
  test.each([
    ['squared', [9, 1e-8]],
    ['absolute', [5, 1e-4]],
    ['pseudo_huber', [Math.sqrt(9 + 0.09) - 0.3, 1e-8 / (Math.sqrt(1e-8 + 0.09) + 0.3)]],
  ] as const)('%s is over all entries of a row', async (kind, expected) => {
    const graph = builder()
    const distance = kind === 'pseudo_huber' ? { kind, c: 0.3 } : { kind }
    const value = distanceOf(
      row(graph, left ?? [], [2, 3, 1]),
      row(graph, right ?? [], [2, 3, 1]),
      distance,
      graph,
    )
    const found = await numbersFrom(value)
    expected.forEach((one, index) => expect((found[index] ?? 0) / one).toBeCloseTo(1, 5))
  })

  test('pseudo-Huber bends at 0.03 for the 3,072 numbers of an image, and its gradient is at most 1', async () => {
    expect(standardBend(3072)).toBeCloseTo(0.03, 3)
    const graph = builder()
    const leaf = graph.input('x', tensorType('float32', [3, 2]))
    const value = distanceOf(
      leaf,
      row(graph, [0, 0, 0, 0, 0, 0], [3, 2]),
      { kind: 'pseudo_huber', c: 0.1 },
      graph,
    )
    const [slopes] = gradients(graph.reduceSum(value), [leaf])
    const at = tensorOf('float32', [3, 2], [3, 4, 0, 0, 0.03, 0.04])
    const found = slopes === undefined ? [] : await numbersFrom(slopes, { x: at })
    const size = (x: number, y: number) => Math.sqrt(x * x + y * y + 0.01)
    const expected = [3 / size(3, 4), 4 / size(3, 4), 0, 0, 0.03 / size(0.03, 0.04), 0.04 / size(0.03, 0.04)]
    expected.forEach((one, index) => expect(found[index]).toBeCloseTo(one, 5))
  })
})

describe('the loss', () => {
  const [lower, upper] = [
    [0.002, 0.5, 10],
    [0.1, 0.8, 80],
  ]
  const drawn = drawnFor(lower ?? [], upper ?? [])
  const [x, z] = [
    [0.2, -0.4, 1, 0.3, -1, 0.7],
    [0.5, -1.5, 0.1, 2, -0.3, 0.9],
  ]

  /** The formula in double precision, for the network F(x, c) = a·x + c. */
  const byHand = (a: number, teacher: number, distance: (s: number) => number) =>
    [0, 1, 2].map((index) => {
      const f = (level: number, slope: number, entry: number) => {
        const { skip, out, input, noise } = preconditioning(level, sigma, lowest)
        const noisy = (x?.[entry] ?? 0) + level * (z?.[entry] ?? 0)
        return skip * noisy + out * (slope * input * noisy + noise)
      }
      const [from = 0, to = 0] = [lower?.[index], upper?.[index]]
      const square = [2 * index, 2 * index + 1].reduce(
        (sum, entry) => sum + (f(to, a, entry) - f(from, teacher, entry)) ** 2,
        0,
      )
      return distance(square) / (to - from)
    })

  const graphOf = (options: Options, a: Value, graph: Builder) => {
    const model = (input: Value, levels: Value, weights?: 'own' | 'teacher') =>
      graph.add(graph.multiply(input, weights === 'teacher' ? 0.5 : a), graph.unsqueeze(levels, [1]))
    const context = contextOf(graph, drawn, row(graph, z ?? [], [3, 2]), model)
    return consistency.rows(options, row(graph, x ?? [], [3, 2]), context)
  }

  const bend = 0.00054 * Math.sqrt(2)
  test.each([
    ['the improved recipe', {}, 0.9, (s: number) => Math.sqrt(s + bend ** 2) - bend],
    ['the first recipe with its teacher', { teacher_ema: 0.9, distance: 'squared' }, 0.5, (s: number) => s],
    ['its own bend', { huber_c: 2 }, 0.9, (s: number) => Math.sqrt(s + 4) - 2],
  ])('is its formula: %s', async (_, options, teacher, distance) => {
    const graph = builder()
    const found = await numbersFrom(graphOf(options, graph.scalar(0.9), graph))
    byHand(0.9, teacher, distance).forEach((one, index) =>
      expect((found[index] ?? 0) / one).toBeCloseTo(1, 4),
    )
  })

  test('has a gradient that goes through the noisier end alone', async () => {
    const graph = builder()
    const leaf = graph.input('a', tensorType('float32', []))
    const [own] = gradients(graph.reduceSum(graphOf({ distance: 'squared' }, leaf, graph)), [leaf])
    const moved = (shift: number) => byHand(0.9 + shift, 0.9, (s) => s).reduce((sum, one) => sum + one, 0)
    const expected = (moved(1e-4) - moved(-1e-4)) / 2e-4
    const [found = 0] = own === undefined ? [] : await numbersFrom(own, { a: scalarOf('float32', 0.9) })
    expect(found / expected).toBeCloseTo(1, 4)
  })

  test('has the gradient of central differences where a teacher stands still', async () => {
    const graph = builder()
    const leaf = graph.input('a', tensorType('float32', []))
    const { graph: slope, differences } = await directionalSlopes(
      graphOf({ teacher_ema: 0.9 }, leaf, graph),
      [{ leaf, at: scalarOf('float32', 0.9) }],
      {},
    )
    expect(slope / differences).toBeCloseTo(1, 2)
  })
})

/**
 * One data point ξ and the consistency function f(x, t) = (s/t)·x + (1 − s/t)·θ, s = ε (Song and Dhariwal 2024, section 3.2). With θ⁻ = θ the squared
 * loss over one gap, divided by its width, has the slope 2·(θ − ξ)·s/(t·t')·(1 − s/t'): zero at θ = ξ, whatever the gap. With a teacher
 * that lags by δ it has 2·δ·(1 − s/t)·(1 − s/t')/(t' − t) more: more without bound as gaps narrow.
 */
describe('a single point and a single parameter', () => {
  const [point, s] = [0.4, lowest]

  /** Slope of the loss at θ, and at θ⁻ = θ − lag. */
  async function slopeAt(theta: number, lag: number, from: number, to: number): Promise<number> {
    const graph = builder()
    const leaf = graph.input('theta', tensorType('float32', []))
    // The network that makes f what it should be: it solves f = c_skip·x + c_out·F for F at the level that c_noise = ¼·ln t tells.
    const model = (input: Value, levels: Value, weights?: 'own' | 'teacher') => {
      const t = graph.unsqueeze(graph.exp(graph.multiply(levels, 4)), [1])
      const size = graph.sqrt(graph.add(graph.multiply(t, t), sigma ** 2))
      const rise = graph.subtract(t, s)
      const skip = graph.divide(sigma ** 2, graph.add(graph.multiply(rise, rise), sigma ** 2))
      const x = graph.multiply(input, size)
      const share = graph.divide(s, t)
      const held = weights === 'teacher' ? graph.subtract(leaf, lag) : leaf
      const wanted = graph.add(graph.multiply(share, x), graph.multiply(graph.subtract(1, share), held))
      const out = graph.divide(graph.multiply(rise, sigma), size)
      return graph.divide(graph.subtract(wanted, graph.multiply(skip, x)), out)
    }
    const drawn = drawnFor([from], [to])
    const context = contextOf(graph, drawn, row(graph, [0.8], [1, 1]), model)
    const options = { distance: 'squared', teacher_ema: lag === 0 ? 0 : 0.9 }
    const loss = consistency.rows(options, row(graph, [point], [1, 1]), context)
    const [slope] = gradients(graph.reduceSum(loss), [leaf])
    const [found = Number.NaN] =
      slope === undefined ? [] : await numbersFrom(slope, { theta: scalarOf('float32', theta) })
    return found
  }

  test.each([
    [0.01, 0.02],
    [0.05, 0.06],
    [0.3, 0.4],
  ])('without a lag the point itself is where the slope vanishes (%d to %d)', async (from, to) => {
    for (const theta of [-1, 2]) {
      const expected = ((2 * (theta - point) * s) / (from * to)) * (1 - s / to)
      expect((await slopeAt(theta, 0, from, to)) / expected).toBeCloseTo(1, 2)
    }
    expect(Math.abs(await slopeAt(point, 0, from, to))).toBeLessThan(1e-3)
  })

  test('with a lag it does not, and less so the narrower the gap', async () => {
    const lag = 0.1
    for (const width of [0.4, 0.1, 0.025]) {
      const [from, to] = [0.5, 0.5 + width]
      const expected = (2 * lag * (1 - s / from) * (1 - s / to)) / width
      expect((await slopeAt(point, lag, from, to)) / expected).toBeCloseTo(1, 2)
    }
  })
})
