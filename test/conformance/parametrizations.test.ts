// Every parametrization of the catalogue: factors in closed form, first values and first steps of real trainings by them, and what they are
// for: after some steps no layer's activations depend on the width.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { forward } from '../../runtime/model/forward.js'
import * as initializers from '../../runtime/model/initializers/index.js'
import { inputLeaves } from '../../runtime/model/model-leaves.js'
import type { Options } from '../../runtime/model/options.js'
import * as optimizers from '../../runtime/model/optimizers/index.js'
import type { Optimizer } from '../../runtime/model/optimizers/optimizer.js'
import { mup } from '../../runtime/model/parametrizations/index.js'
import { builder } from '../../runtime/tensor/builder.js'
import { numbersOf, scalarOf, tensorFrom, type Tensor } from '../../runtime/tensor/tensor.js'
import { tensorType } from '../../runtime/tensor/tensor-type.js'
import { encodeCheckpoint, readCheckpoint } from '../../runtime/trial/checkpoint.js'
import { digestOfBytes } from '../../runtime/support/digest.js'
import type { PreparedData } from '../../runtime/trial/prepared-data.js'
import { openSupervised } from '../../runtime/trial/supervised.js'
import type { SavedTensor } from '../../runtime/trial/checkpoint.js'
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

type Uses = Parameters<typeof sequenceOf>[1]
const base = 32
const options = (width: number, more: Options = {}): Options => ({
  width,
  base_width: base,
  input: 'affine#0',
  output: 'affine#6',
  ...more,
})
const drawnBy = (initializer: keyof typeof initializers, more: Options = {}) => ({
  initializer: resolved(initializers[initializer], more),
})

/** A perceptron with two hidden products between the one that takes the data in and the head. */
const perceptron = (width: number, initial: Options): Uses => [
  ['affine', { units: width, ...initial }],
  ['relu'],
  ['affine', { units: width, ...initial }],
  ['relu'],
  ['affine', { units: width, ...initial }],
  ['relu'],
  ['affine', { units: 3, ...initial }],
]

interface Trained {
  readonly uses: Uses
  readonly data: PreparedData
  readonly parametrization?: Options
  readonly optimizer?: readonly [keyof typeof optimizers, Options]
  readonly steps: number
  readonly seeds: readonly number[]
  readonly from?: number
  readonly to?: number
  readonly checkpoint?: string
}

/** Weights and paths of checkpoints after that many steps of 32 rows, by seed. */
async function train({ uses, data, parametrization, steps, seeds, checkpoint, ...more }: Trained) {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-parametrized-'))
  const { optimizer: [kind, rates] = ['adam', { learning_rate: 0.01 }] as const, from = 0, to = 1 } = more
  const procedure = openSupervised(() => Promise.resolve(data), context)
  const training = classification(kind, rates, {
    batch_size: 32,
    epochs: 2,
    ...(parametrization === undefined ? {} : { parametrization: resolved(mup, parametrization) }),
  })
  const specified = specifiedAs(sequenceOf(data.input, uses), training)
  const requests = seeds.map((seed) =>
    requestFor(specified, {
      rows: { train: rowsFrom(0, 16 * steps), select: rowsFrom(16 * steps, 16 * steps + 32) },
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
  expect(outcomes.map(({ end }) => end)).toEqual(seeds.map(() => 'completed'))
  const paths = requests.map(({ checkpointOut = '' }) => checkpointOut)
  return { paths, checkpoints: await Promise.all(paths.map(readCheckpoint)) }
}

/** Mean size of the entries behind the first `layers` layers, on the first 64 rows. */
async function meanSize(uses: Uses, layers: number, state: readonly SavedTensor[], data: PreparedData) {
  const graph = builder()
  const leaves = inputLeaves(false, graph)
  const x = graph.input('x', tensorType('float32', [64, ...data.input.shape]))
  const output = forward(sequenceOf(data.input, uses.slice(0, layers)), x, leaves)
  const size = data.input.shape.reduce((product, axis) => product * axis, 64)
  const feeds: Record<string, Tensor> = {
    x: tensorFrom('float32', [64, ...data.input.shape], (data.features.data as Float32Array).slice(0, size)),
  }
  for (const { name, number } of leaves.scales.values()) feeds[name] = scalarOf('float32', number)
  for (const { name, shape, values } of state)
    if (leaves.parameters.has(name)) feeds[name] = tensorFrom('float32', shape, values)
  const [found] = await evaluate([output], feeds)
  const entries = numbersOf(found ?? scalarOf('float32', Number.NaN))
  return entries.reduce((sum, entry) => sum + Math.abs(entry), 0) / entries.length
}

describe('mup', () => {
  const part = (name: string, optimizer: Optimizer, more: Options = {}) =>
    mup.factors(options(4 * base, more), name, optimizer)

  test('has the factors of its table, for Adam at four times the base width', () => {
    const { adam } = optimizers
    expect(part('input', adam)).toEqual({ fanIn: 1, fanOut: 4, deviation: 1, learningRate: 1 })
    expect(part('hidden', adam)).toEqual({ fanIn: 4, fanOut: 4, deviation: 1 / 2, learningRate: 1 / 4 })
    expect(part('output', adam)).toEqual({ fanIn: 4, fanOut: 1, deviation: 1 / 4, learningRate: 1 / 4 })
    expect(part('vector', adam)).toEqual({ fanIn: 1, fanOut: 1, deviation: 1, learningRate: 1 })
    expect(part('input', adam, { input_multiplier: 12 })).toMatchObject({ deviation: 12, learningRate: 12 })
    expect(part('output', adam, { output_multiplier: 8 })).toMatchObject({ deviation: 2, learningRate: 2 })
  })

  test('undoes the factor of the rate in weight decay that is decoupled', () => {
    expect(part('hidden', optimizers.adamw).weightDecay).toBe(4)
    expect(part('output', optimizers.lion, { output_multiplier: 2 }).weightDecay).toBe(2)
    expect(part('hidden', optimizers.adam).weightDecay).toBeUndefined()
  })

  test('refuses optimizers whose steps follow the size of gradients or weights', () => {
    const refused = Object.values(optimizers).filter(
      (optimizer: Optimizer) => mup.refuses(optimizer) !== undefined,
    )
    expect(refused.map(({ kind }) => kind)).toEqual(['lamb', 'momentum', 'nesterov', 'radam', 'sgd'])
  })

  const data = clouds(400, 16)
  const matrices = ['affine#0', 'affine#2', 'affine#4', 'affine#6'].map((layer) => `${layer}.weights`)
  const valuesOf = (state: readonly SavedTensor[] | undefined, name: string) =>
    state?.find((tensor) => tensor.name === name)?.values ?? new Float32Array()
  const deviationOf = (values: Float32Array) =>
    Math.sqrt(values.reduce((sum, value) => sum + value * value, 0) / values.length)

  // σ at the base width: 16 inputs, 3 outputs. Output weights are 768 draws, whose deviation has a standard error of 2.6 %.
  test.each([
    ['gaussian', { deviation: 0.02 }, [0.02, 0.02, 0.02, 0.02]],
    ['lecunNormal', {}, [Math.sqrt(1 / 16), Math.sqrt(1 / 32), Math.sqrt(1 / 32), Math.sqrt(1 / 32)]],
    ['heUniform', {}, [Math.sqrt(2 / 16), Math.sqrt(2 / 32), Math.sqrt(2 / 32), Math.sqrt(2 / 32)]],
    ['xavierNormal', {}, [Math.sqrt(2 / 48), Math.sqrt(1 / 32), Math.sqrt(1 / 32), Math.sqrt(2 / 35)]],
  ] as const)('draws first values by the deviation at the base width: %s', async (kind, more, deviations) => {
    const uses = perceptron(8 * base, drawnBy(kind, more))
    const { checkpoints } = await train({
      uses,
      data,
      parametrization: options(8 * base),
      steps: 2,
      seeds: [1],
      to: 0.5,
      optimizer: ['adam', { learning_rate: 1e-12 }],
    })
    const factors = [1, 1 / Math.sqrt(8), 1 / Math.sqrt(8), 1 / 8]
    for (const [index, name] of matrices.entries()) {
      const expected = (deviations[index] ?? 0) * (factors[index] ?? 0)
      const ratio = deviationOf(valuesOf(checkpoints[0]?.state, name)) / expected
      expect(Math.abs(ratio - 1)).toBeLessThan(index === 3 ? 0.1 : 0.03)
    }
  })

  // The first step of AdamW takes each weight w to w·(1 − η·λ) ∓ η·f, with f the factor of its part, wherever the gradient is not tiny.
  test('moves weights by the factor of their part in the first step, and decays all alike', async () => {
    const [rate, decay] = [0.01, 0.5]
    const make = (to: number, learningRate: number) =>
      train({
        uses: perceptron(4 * base, drawnBy('lecunNormal')),
        data,
        parametrization: options(4 * base),
        steps: 2,
        seeds: [1],
        to,
        optimizer: ['adamw', { learning_rate: learningRate, weight_decay: decay, epsilon: 1e-12 }],
      })
    const [first, moved] = [await make(0.5, 1e-12), await make(0.5, rate)]
    const names = [...matrices, 'affine#2.bias']
    for (const [index, factor] of [1, 1 / 4, 1 / 4, 1 / 4, 1].entries()) {
      const [before, after] = [first, moved].map(({ checkpoints }) =>
        valuesOf(checkpoints[0]?.state, names[index] ?? ''),
      )
      const steps = [...(after ?? [])].map((value, i) =>
        Math.abs(value - (before?.[i] ?? 0) * (1 - rate * decay)),
      )
      const taken = steps.filter((step) => step > 0.5 * rate * factor)
      expect(taken.length).toBeGreaterThan(steps.length / 4)
      expect(Math.min(...taken) / (rate * factor)).toBeGreaterThan(0.999)
      expect(Math.max(...steps) / (rate * factor)).toBeLessThan(1.001)
    }
  })

  test('changes nothing at the base width', async () => {
    const uses = perceptron(base, drawnBy('xavierUniform'))
    const common = { uses, data, steps: 10, seeds: [2] }
    const [plain, scaled] = [await train(common), await train({ ...common, parametrization: options(base) })]
    for (const { name, values } of plain.checkpoints[0]?.state ?? [])
      expect(valuesOf(scaled.checkpoints[0]?.state, name)).toEqual(values)
  })

  test('trains alike alone, in company and in two stretches', async () => {
    const common = {
      uses: perceptron(2 * base, drawnBy('lecunNormal')),
      data,
      parametrization: options(2 * base, { input_multiplier: 2 }),
      steps: 10,
    }
    const digests = async (more: Partial<Trained> & Pick<Trained, 'seeds'>) =>
      (await train({ ...common, ...more })).checkpoints.map((each) => digestOfBytes(encodeCheckpoint(each)))
    const [alone] = await digests({ seeds: [1] })
    expect((await digests({ seeds: [5, 3, 1] }))[2]).toBe(alone)
    const half = await train({ ...common, seeds: [1], to: 0.5 })
    expect(await digests({ seeds: [1], from: 0.5, checkpoint: half.paths[0] ?? '' })).toEqual([alone])
  })

  /** Mean sizes after 10 steps behind some layers (rows) at the widths (columns), over seeds 1, 2 and 3. */
  const coordinates = (
    widths: readonly number[],
    places: readonly number[],
    make: (width: number) => Omit<Trained, 'steps' | 'seeds'>,
  ) =>
    Promise.all(
      widths.map(async (width) => {
        const made = make(width)
        const { checkpoints } = await train({ ...made, steps: 10, seeds: [1, 2, 3] })
        const sizes = places.map(async (layers) => {
          const each = await Promise.all(
            checkpoints.map(({ state }) => meanSize(made.uses, layers, state, made.data)),
          )
          return each.reduce((sum, size) => sum + size, 0) / each.length
        })
        return Promise.all(sizes)
      }),
    ).then((columns) => places.map((_, place) => columns.map((column) => column[place] ?? Number.NaN)))

  const spread = (sizes: readonly number[] | undefined) =>
    Math.max(...(sizes ?? [])) / Math.min(...(sizes ?? []))
  const growth = (sizes: readonly number[] | undefined) =>
    (sizes?.at(-1) ?? Number.NaN) / (sizes?.[0] ?? Number.NaN)

  // Behind the four products; chosen before looking: at most a factor of 1.5 over widths 32 … 512 with it, three or more without.
  test('keeps activations of a perceptron after 10 steps as they are at the base width', async () => {
    const widths = [32, 64, 128, 256, 512]
    const of = (at: readonly number[], parametrization: (width: number) => Options | undefined) =>
      coordinates(at, [1, 3, 5, 7], (width) => {
        const found = parametrization(width)
        const uses = perceptron(width, drawnBy('heUniform'))
        return found === undefined ? { uses, data } : { uses, data, parametrization: found }
      })
    const [scaled, plain] = [
      await of(widths, (width) => options(width)),
      await of([32, 512], () => undefined),
    ]
    for (const sizes of scaled) expect(spread(sizes)).toBeLessThan(1.5)
    for (const sizes of plain.slice(1)) expect(growth(sizes)).toBeGreaterThan(3)
  })

  test('keeps activations of a transformer after 10 steps, with scores divided by the features of a head', async () => {
    const sequences: PreparedData = {
      ...data,
      key: 'sequences',
      input: { shape: [4, 4], type: 'real' },
      features: tensorFrom('float32', [400, 4, 4], data.features.data as Float32Array),
    }
    const initial = drawnBy('heUniform')
    const of = (
      widths: readonly number[],
      scale: string,
      parametrization: (width: number) => Options | undefined,
    ) =>
      coordinates(widths, [1, 2, 4], (width) => {
        const found = parametrization(width)
        const uses: Uses = [
          ['affine', { units: width, ...initial }],
          ['transformerBlock', { heads: 4, activation: 'relu', scale, ...initial }],
          ['lastStep'],
          ['affine', { units: 3, ...initial }],
        ]
        return found === undefined
          ? { uses, data: sequences }
          : { uses, data: sequences, parametrization: found }
      })
    const scaled = await of([32, 128, 256], 'inverse', (width) => options(width, { output: 'affine#3' }))
    const plain = await of([32, 256], 'inverse_root', () => undefined)
    for (const sizes of scaled) expect(spread(sizes)).toBeLessThan(1.5)
    for (const sizes of plain.slice(1)) expect(growth(sizes)).toBeGreaterThan(3)
  })
})
