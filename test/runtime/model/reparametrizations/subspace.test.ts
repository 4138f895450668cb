// Projections of subspaces: against matrices written out, and the paper's toy problem, whose intrinsic dimension is 10 by construction.
import { describe, expect, test } from '@jest/globals'
import { gradients } from '../../../../runtime/autodiff/reverse.js'
import { forward } from '../../../../runtime/model/forward.js'
import { inputLeaves } from '../../../../runtime/model/model-leaves.js'
import type { Options } from '../../../../runtime/model/options.js'
import { reparametrized } from '../../../../runtime/model/reparametrize.js'
import { subspace } from '../../../../runtime/model/reparametrizations/index.js'
import { builder } from '../../../../runtime/tensor/builder.js'
import type { Value } from '../../../../runtime/tensor/graph.js'
import { numbersOf, tensorFrom, type Tensor } from '../../../../runtime/tensor/tensor.js'
import { tensorType } from '../../../../runtime/tensor/tensor-type.js'
import { evaluatorOf } from '../../../support/tensors.js'
import { sequenceOf } from '../../../support/training.js'

const projections = ['dense', 'sparse', 'fastfood'] as const
type Projection = (typeof projections)[number]

/** What a layer of `units` outputs on `inputs` features becomes: its parameters, and all there is to feed but the point. */
function layer(options: Options, inputs: number, units: number) {
  const graph = builder()
  const leaves = inputLeaves(true, graph)
  const computed = new Map<string, Value>()
  const model = sequenceOf({ shape: [inputs], type: 'real' }, [['affine', { units }]])
  const x = graph.input('x', tensorType('float32', [1, inputs]))
  forward(model, x, reparametrized(leaves, [{ definition: subspace, options }], model, computed))
  const statesFor = (seed: number): ReadonlyMap<string, Tensor> =>
    new Map(
      [...leaves.statistics.values()].map(({ name, shape, start }) => [
        name,
        tensorFrom('float32', shape, typeof start === 'function' ? start(seed) : new Float32Array()),
      ]),
    )
  const point = leaves.parameters.get('reparametrize#0.point')
  if (point === undefined || leaves.parameters.size !== 1) throw new Error('only the point is trained')
  const weights = [...computed.values()].map((value) => graph.reshape(value, [-1]))
  return {
    graph,
    point: point.value,
    weights: graph.concat(weights, 0),
    names: [...leaves.statistics.keys()],
    statesFor,
  }
}

const pointAt = (values: readonly number[]): Tensor =>
  tensorFrom('float32', [1, values.length], Float32Array.from(values))

/** Columns of P, as the graph has them: where unit points move the weights to, minus where they start. */
async function columns(
  projection: Projection,
  dimension: number,
  { inputs = 4, units = 5, seed = 1 } = {},
): Promise<{
  readonly columns: readonly (readonly number[])[]
  readonly states: ReadonlyMap<string, Tensor>
}> {
  const { weights, statesFor } = layer({ dimension, projection }, inputs, units)
  const states = statesFor(seed)
  const evaluator = await evaluatorOf([weights])
  const zero = Array.from({ length: dimension }, () => 0)
  const at = async (values: readonly number[]): Promise<readonly number[]> => {
    const feeds = Object.fromEntries([...states, ['reparametrize#0.point', pointAt(values)]])
    const [result] = await evaluator.run(feeds)
    return result === undefined ? [] : numbersOf(result)
  }
  const start = await at(zero)
  const found: (readonly number[])[] = []
  for (const column of zero.keys()) {
    const moved = await at(zero.map((_, place) => Number(place === column)))
    found.push(moved.map((entry, place) => entry - (start[place] ?? 0)))
  }
  await evaluator.release()
  return { columns: found, states }
}

const dot = (a: readonly number[], b: readonly number[]): number =>
  a.reduce((sum, entry, place) => sum + entry * (b[place] ?? 0), 0)

const stateOf = (states: ReadonlyMap<string, Tensor>, name: string): readonly number[] => {
  const found = states.get(`reparametrize#0.${name}`)
  if (found === undefined) throw new Error(`no state '${name}'`)
  return numbersOf(found)
}

describe('projections', () => {
  test('dense: directions of length 1 over weights and biases together', async () => {
    const { columns: found } = await columns('dense', 30)
    expect(found).toHaveLength(30)
    found.forEach((column) => expect(dot(column, column)).toBeCloseTo(1, 5))
    expect(found[0]?.slice(0, 20).some((entry) => entry !== 0)).toBe(true)
    expect(found[0]?.slice(20).every((entry) => entry !== 0)).toBe(true)
  })

  test('sparse: √D entries of one size, of both signs', async () => {
    const { columns: found } = await columns('sparse', 20)
    const size = 1 / Math.sqrt(5)
    found.forEach((column) => {
      const moved = column.filter((entry) => Math.abs(entry) > 1e-6)
      expect(moved).toHaveLength(5)
      moved.forEach((entry) => expect(Math.abs(entry)).toBeCloseTo(size, 5))
    })
    const signs = new Set(
      found
        .flat()
        .filter((entry) => Math.abs(entry) > 1e-6)
        .map(Math.sign),
    )
    expect([...signs].sort()).toEqual([-1, 1])
  })

  test('fastfood: the first D rows of H·G·Π·H·B, written out', async () => {
    const { columns: found, states } = await columns('fastfood', 6)
    const [signs, order, scales] = ['signs', 'order', 'scales'].map((name) => stateOf(states, name))
    const hadamard = (i: number, j: number): number => {
      let ones = 0
      for (let bits = i & j; bits > 0; bits >>= 1) ones += bits & 1
      return ones % 2 === 0 ? 1 : -1
    }
    const places = Array.from({ length: 32 }, (_, place) => place)
    expect([...(order ?? [])].sort((a, b) => a - b)).toEqual(places)
    found.forEach((column, j) => {
      const spread = places.map((i) => hadamard(i, j) * (signs?.[j] ?? 0))
      const scaled = places.map((i) => (scales?.[i] ?? 0) * (spread[order?.[i] ?? 0] ?? 0))
      column.forEach((entry, row) =>
        expect(entry).toBeCloseTo(
          dot(
            places.map((i) => hadamard(row, i)),
            scaled,
          ),
          5,
        ),
      )
    })
  })

  test('fastfood: directions of length 1 where D is a power of two', async () => {
    const { columns: found } = await columns('fastfood', 7, { inputs: 3, units: 16 })
    found.forEach((column) => expect(dot(column, column)).toBeCloseTo(1, 5))
  })

  test.each(projections)(
    '%s: another seed, another subspace; the same seed, the same',
    async (projection) => {
      const [one, again, other] = [1, 1, 2].map((seed) => columns(projection, 5, { seed }))
      expect((await again)?.columns).toEqual((await one)?.columns)
      expect((await other)?.columns).not.toEqual((await one)?.columns)
    },
  )

  test('fastfood refuses as many dimensions as weights; dense takes them', () => {
    const build = (options: Options) => () => layer(options, 4, 5)
    expect(build({ dimension: 25, projection: 'fastfood' })).toThrow(
      /a fastfood subspace has fewer dimensions than the weights it moves, not 25 for 25/,
    )
    expect(build({ dimension: 24, projection: 'fastfood' })).not.toThrow()
    expect(build({ dimension: 26, projection: 'dense' })).not.toThrow()
  })

  test('unasked, a projection beyond 20 million entries is fastfood', () => {
    expect(layer({ dimension: 19 }, 1000, 1000).names).toContain('reparametrize#0.directions')
    expect(layer({ dimension: 20 }, 1000, 1000).names).toContain('reparametrize#0.order')
  })
})

/** Squared distance of `10` sums of 100 neighbours each from 1 … 10. The solutions of θ ∈ R¹⁰⁰⁰ have 990 dimensions. */
const targets = Array.from({ length: 10 }, (_, block) => block + 1)
const inBlocks = (values: readonly number[]): readonly number[] =>
  targets.map((_, block) =>
    values.slice(100 * block, 100 * block + 100).reduce((sum, entry) => sum + entry, 0),
  )

/** The least loss in a subspace, by orthogonal projection in double precision. */
function leastLoss(directions: readonly (readonly number[])[], start: readonly number[]): number {
  let residual = targets.map((target, block) => target - (inBlocks(start)[block] ?? 0))
  const basis: (readonly number[])[] = []
  for (const direction of directions) {
    let rest = inBlocks(direction)
    // Twice is enough.
    for (const unit of [...basis, ...basis]) {
      const share = dot(rest, unit)
      rest = rest.map((entry, place) => entry - share * (unit[place] ?? 0))
    }
    const length = Math.sqrt(dot(rest, rest))
    if (length < 1e-6) continue
    const unit = rest.map((entry) => entry / length)
    basis.push(unit)
    const share = dot(residual, unit)
    residual = residual.map((entry, place) => entry - share * (unit[place] ?? 0))
  }
  return dot(residual, residual)
}

/** Conjugate gradients on z, by the graph's own gradient; steps and curvatures are exact, the loss being quadratic. */
async function descended(projection: Projection, dimension: number, seed: number) {
  const { graph, point, weights, statesFor } = layer({ dimension, projection }, 99, 10)
  const states = statesFor(seed)
  const sums = graph.reduceSum(graph.reshape(weights, [10, 100]), [1])
  const wanted = graph.constant(tensorFrom('float32', [10], Float32Array.from(targets)))
  const misses = graph.subtract(sums, wanted)
  const loss = graph.reduceSum(graph.multiply(misses, misses))
  const evaluator = await evaluatorOf([loss, weights, ...gradients(loss, [point])])
  const at = async (z: readonly number[]) => {
    const feeds = Object.fromEntries([...states, ['reparametrize#0.point', pointAt(z)]])
    const [value = [], found = [], slope = []] = (await evaluator.run(feeds)).map(numbersOf)
    return { loss: value[0] ?? Number.NaN, weights: found, slope }
  }
  const zero = Array.from({ length: dimension }, () => 0)
  const start = await at(zero)
  const directions: (readonly number[])[] = []
  for (const column of zero.keys()) {
    const moved = await at(zero.map((_, place) => Number(place === column)))
    directions.push(moved.weights.map((entry, place) => entry - (start.weights[place] ?? 0)))
  }
  let [z, here] = [zero as readonly number[], start]
  let course = here.slope.map((entry) => -entry)
  for (let step = 0; step < 200; step += 1) {
    const ahead = await at(course)
    const bend = dot(
      course,
      ahead.slope.map((entry, place) => entry - (start.slope[place] ?? 0)),
    )
    if (!(bend > 0)) break
    const length = -dot(course, here.slope) / bend
    z = z.map((entry, place) => entry + length * (course[place] ?? 0))
    const next = await at(z)
    const turn = Math.max(
      0,
      dot(
        next.slope,
        next.slope.map((entry, place) => entry - (here.slope[place] ?? 0)),
      ),
    )
    const share = turn / dot(here.slope, here.slope)
    course = next.slope.map((entry, place) => -entry + share * (course[place] ?? 0))
    here = next
  }
  await evaluator.release()
  return { first: start.loss, loss: here.loss, least: leastLoss(directions, start.weights) }
}

describe('the toy problem of the paper', () => {
  describe.each(projections)('%s', (projection) => {
    test.each([3, 9])('%d dimensions do not suffice', async (dimension) => {
      const { first, loss, least } = await descended(projection, dimension, 1)
      expect(least).toBeGreaterThan(1e-3)
      expect(Math.abs(loss - least)).toBeLessThan(1e-6 * first)
    })
    test.each([10, 12, 30])('%d do', async (dimension) => {
      const { first, loss, least } = await descended(projection, dimension, 1)
      expect(least).toBeLessThan(1e-20)
      expect(loss).toBeLessThan(1e-6 * first)
    })
  })
})
