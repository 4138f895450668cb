// Every reparametrization of the catalogue: where it starts, its gradient against differences, real trainings that keep their bits in
// company and across checkpoints, and folded weights that give what was measured.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { forward } from '../../runtime/model/forward.js'
import { initialValues } from '../../runtime/model/initialize.js'
import type * as layers from '../../runtime/model/layers/index.js'
import { inputLeaves } from '../../runtime/model/model-leaves.js'
import type { Options } from '../../runtime/model/options.js'
import { recipeOf } from '../../runtime/model/recipe.js'
import * as reparametrizations from '../../runtime/model/reparametrizations/index.js'
import { reparametrized } from '../../runtime/model/reparametrize.js'
import { digestOfBytes } from '../../runtime/support/digest.js'
import { randomStream } from '../../runtime/support/random.js'
import { sizeOf, type Signal } from '../../runtime/support/shape.js'
import { builder } from '../../runtime/tensor/builder.js'
import type { Value } from '../../runtime/tensor/graph.js'
import { numbersOf, scalarOf, tensorFrom, type Tensor } from '../../runtime/tensor/tensor.js'
import { tensorType } from '../../runtime/tensor/tensor-type.js'
import { encodeCheckpoint, readCheckpoint } from '../../runtime/trial/checkpoint.js'
import { foldWeights } from '../../runtime/trial/fold-weights.js'
import { modelState } from '../../runtime/trial/member.js'
import { openSupervised } from '../../runtime/trial/supervised.js'
import { directionalSlopes, drawn } from '../support/numeric-gradient.js'
import { evaluate } from '../support/tensors.js'
import {
  classification,
  clouds,
  context,
  requestFor,
  resolved,
  rowsFrom,
  sequenceOf,
  specifiedAs,
} from '../support/training.js'

type Kind = keyof typeof reparametrizations
const cases: Readonly<
  Record<Kind, { readonly options: Options; readonly untouched: boolean; readonly rate: number }>
> = {
  lowRank: { options: { rank: 2, scale: 0.5 }, untouched: true, rate: 0.05 },
  sigmaReparam: { options: { start: 'spectral_norm' }, untouched: true, rate: 0.05 },
  spectralNorm: { options: { iterations: 2 }, untouched: false, rate: 0.05 },
  subspace: { options: { dimension: 12 }, untouched: true, rate: 0.1 },
  weightNorm: { options: {}, untouched: true, rate: 0.05 },
}
const kinds = Object.keys(cases) as readonly Kind[]
/** Each with its options above, and the ways that differ in how they compute. */
const ways: readonly (readonly [name: string, kind: Kind, options: Options])[] = [
  ...kinds.map((kind) => [kind, kind, cases[kind].options] as const),
  ['subspace, sparse', 'subspace', { dimension: 12, projection: 'sparse' }],
  ['subspace, fastfood', 'subspace', { dimension: 12, projection: 'fastfood' }],
]

const features: Signal = { shape: [4], type: 'real' }
const image: Signal = { shape: [2, 4, 3], type: 'real' }
type Uses = readonly (readonly [keyof typeof layers, Options?])[]
const dense: Uses = [['affine', { units: 5 }], ['tanh'], ['affine', { units: 3 }]]
const convolution: Uses = [['conv2d', { filters: 3, kernel: 2 }]]

/** A model at its first values, and the computed parameters in it. */
function atStart(kind: Kind, options: Options, input: Signal, uses: Uses) {
  const graph = builder()
  const leaves = inputLeaves(true, graph)
  const computed = new Map<string, Value>()
  const x = graph.input('x', tensorType('float32', [5, ...input.shape]))
  const one = { definition: reparametrizations[kind], options }
  const model = sequenceOf(input, uses)
  const output = forward(model, x, reparametrized(leaves, [one], model, computed))
  const at = drawn(randomStream('reparametrized', kind), [5, ...input.shape])
  const feeds: Record<string, Tensor> = { x: at }
  for (const { name, number } of leaves.scales.values()) feeds[name] = scalarOf('float32', number)
  for (const { name, shape, start } of leaves.statistics.values()) {
    const first = typeof start === 'function' ? start(1) : new Float32Array(sizeOf(shape)).fill(start)
    feeds[name] = tensorFrom('float32', shape, first)
  }
  const parameters = [...leaves.parameters.values()].map(({ name, declaration, value }) => ({
    leaf: value,
    at: tensorFrom('float32', declaration.shape, initialValues(1, name, declaration)),
    name,
  }))
  for (const parameter of parameters) feeds[parameter.name] = parameter.at
  return { output, computed, x: { leaf: x, at }, parameters, feeds }
}

/** The same model as it would start without a reparametrization. */
function plainStart(input: Signal, uses: Uses): ReadonlyMap<string, Float32Array> {
  const graph = builder()
  const leaves = inputLeaves(true, graph)
  forward(sequenceOf(input, uses), graph.input('x', tensorType('float32', [5, ...input.shape])), leaves)
  return new Map(
    [...leaves.parameters.values()].map(({ name, declaration }) => [
      name,
      initialValues(1, name, declaration),
    ]),
  )
}

/** Largest singular value by Jacobi's rotations of the columns: another way than power iteration. */
function largestSingularValue(values: readonly number[], rows: number): number {
  const columns = values.length / rows
  const a = Array.from({ length: columns }, (_, c) =>
    Array.from({ length: rows }, (_, r) => values[r * columns + c] ?? 0),
  )
  const dot = (x: readonly number[], y: readonly number[]) =>
    x.reduce((sum, entry, i) => sum + entry * (y[i] ?? 0), 0)
  for (let sweep = 0; sweep < 60; sweep += 1) {
    for (let p = 0; p < columns; p += 1)
      for (let q = p + 1; q < columns; q += 1) {
        const [x = [], y = []] = [a[p], a[q]]
        const [alpha, beta, gamma] = [dot(x, x), dot(y, y), dot(x, y)]
        if (Math.abs(gamma) < 1e-15) continue
        const zeta = (beta - alpha) / (2 * gamma)
        const t = (zeta < 0 ? -1 : 1) / (Math.abs(zeta) + Math.sqrt(1 + zeta * zeta))
        const c = 1 / Math.sqrt(1 + t * t)
        a[p] = x.map((entry, i) => c * entry - c * t * (y[i] ?? 0))
        a[q] = x.map((entry, i) => c * t * entry + c * (y[i] ?? 0))
      }
  }
  return Math.max(...a.map((column) => Math.sqrt(dot(column, column))))
}

describe.each(ways)('%s', (_, kind, options) => {
  const { untouched, rate } = cases[kind]

  test.each([
    ['dense', features, dense],
    ['convolution', image, convolution],
  ] as const)(
    'starts where it says, and its gradient equals central differences: %s',
    async (_name, input, uses) => {
      const { output, computed, x, parameters, feeds } = atStart(kind, options, input, uses)
      const values = await evaluate([...computed.values()], feeds)
      const plain = plainStart(input, uses)
      for (const [index, name] of [...computed.keys()].entries()) {
        const [found, own] = [
          numbersOf(values[index] ?? tensorFrom('float32', [0], new Float32Array())),
          plain.get(name) ?? [],
        ]
        expect(found).toHaveLength(own.length)
        if (untouched) found.forEach((value, i) => expect(Math.abs(value - (own[i] ?? 0))).toBeLessThan(1e-5))
        else expect(largestSingularValue(found, values[index]?.shape[0] ?? 1)).toBeCloseTo(1, 4)
      }
      const { graph, differences } = await directionalSlopes(output, [x, ...parameters], feeds, 0.002)
      expect(Math.abs(graph - differences) / Math.max(1, Math.abs(differences))).toBeLessThan(0.03)
    },
  )

  const data = clouds(60)
  const train = async (
    seeds: readonly number[],
    { to = 1, from = 0, checkpoint = undefined as string | undefined } = {},
  ) => {
    const folder = mkdtempSync(join(tmpdir(), 'espalier-reparametrized-'))
    const procedure = openSupervised(() => Promise.resolve(data), context)
    const training = classification(
      'adam',
      { learning_rate: rate },
      {
        batch_size: 12,
        epochs: 12,
        reparametrize: [resolved(reparametrizations[kind], options)],
      },
    )
    const specified = specifiedAs(sequenceOf(data.input, dense), training)
    const requests = seeds.map((seed) =>
      requestFor(specified, {
        rows: { train: rowsFrom(0, 48), select: rowsFrom(48, 60) },
        seed,
        from,
        to,
        training: String(seed),
        checkpointOut: join(folder, String(seed)),
        ...(checkpoint === undefined ? {} : { checkpoint }),
      }),
    )
    const outcomes = await procedure.train(requests)
    await procedure.close()
    const checkpoints = await Promise.all(
      requests.map(({ checkpointOut = '' }) => readCheckpoint(checkpointOut)),
    )
    const digests = checkpoints.map((each) => digestOfBytes(encodeCheckpoint(each)))
    return { specified, outcomes, checkpoints, digests, path: join(folder, String(seeds[0])) }
  }

  test('learns, alike alone, in company and in two stretches', async () => {
    const { digests } = await train([1])
    const company = await train([5, 4, 3, 2, 1])
    expect(company.digests[4]).toBe(digests[0])
    // The mean over seeds: a single subspace of few dimensions may be an unlucky one.
    const curves = company.outcomes.map(({ measurements }) =>
      measurements.filter(({ on, metric }) => on === 'select' && metric === 'loss').map(({ value }) => value),
    )
    const mean = (place: number) =>
      curves.reduce((sum, curve) => sum + (curve.at(place) ?? Number.NaN), 0) / curves.length
    expect(mean(-1)).toBeLessThan(0.5 * mean(0) + 0.3)
    const half = await train([1], { to: 0.5 })
    expect((await train([1], { from: 0.5, checkpoint: half.path })).digests).toEqual(digests)
  })

  test('folded weights, used by hand in double precision, lose what was measured', async () => {
    const { specified, outcomes, checkpoints } = await train([2])
    const state = await foldWeights(recipeOf(specified, 48), modelState(checkpoints[0]?.state ?? []))
    const named = (name: string) => [...(state.find((tensor) => tensor.name === name)?.values ?? [])]
    const [W, b, V, c] = ['affine#0.weights', 'affine#0.bias', 'affine#2.weights', 'affine#2.bias'].map(named)
    const x = data.features.data as Float32Array
    const loss = [...rowsFrom(48, 60)].reduce((sum, row) => {
      const h = (b ?? []).map((bias, j) =>
        Math.tanh(
          [0, 1, 2, 3].reduce((z, i) => z + (x[row * 4 + i] ?? 0) * (W?.[i * 5 + j] ?? Number.NaN), bias),
        ),
      )
      const scores = (c ?? []).map((bias, k) =>
        h.reduce((z, entry, j) => z + entry * (V?.[j * 3 + k] ?? Number.NaN), bias),
      )
      const total = scores.reduce((z, score) => z + Math.exp(score), 0)
      return sum + Math.log(total) - (scores[Number(data.targets.data[row])] ?? Number.NaN)
    }, 0)
    const measured = outcomes[0]?.measurements.findLast(
      ({ on, metric }) => on === 'select' && metric === 'loss',
    )
    expect(measured?.value).toBeCloseTo(loss / 12, 5)
  })
})

describe('reparametrizations', () => {
  test('that need a matrix leave vectors alone, whatever names them', () => {
    const graph = builder()
    const one = { definition: reparametrizations.spectralNorm, options: { of: 'affine#0' } }
    const x = graph.input('x', tensorType('float32', [5, 4]))
    const computed = new Map<string, Value>()
    const model = sequenceOf(features, dense)
    forward(model, x, reparametrized(inputLeaves(true, graph), [one], model, computed))
    expect([...computed.keys()]).toEqual(['affine#0.weights'])
  })
})
