// Consistency training as trainings are carried out: populations, checkpoints, teachers, samples, model files.
import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { exportModel } from '../../../runtime/model/export.js'
import { preconditioning } from '../../../runtime/model/losses/consistency/preconditioning.js'
import * as averagings from '../../../runtime/model/averaging/index.js'
import { freeze as groupsFreeze } from '../../../runtime/model/groups/index.js'
import * as initializers from '../../../runtime/model/initializers/index.js'
import * as losses from '../../../runtime/model/losses/index.js'
import * as optimizers from '../../../runtime/model/optimizers/index.js'
import { batchLoss } from '../../../runtime/model/batch-loss.js'
import { inputLeaves } from '../../../runtime/model/model-leaves.js'
import * as reparametrizations from '../../../runtime/model/reparametrizations/index.js'
import type { Options } from '../../../runtime/model/options.js'
import type { SegmentOutcome, SegmentRequest } from '../../../runtime/procedures/procedure.js'
import { openSession } from '../../../runtime/onnx/session.js'
import { randomStream } from '../../../runtime/support/random.js'
import { builder } from '../../../runtime/tensor/builder.js'
import { numbersOf, scalarOf, tensorFrom, tensorOf, type Tensor } from '../../../runtime/tensor/tensor.js'
import { readCheckpoint } from '../../../runtime/trial/checkpoint.js'
import { openSupervised } from '../../../runtime/trial/supervised.js'
import { evaluate } from '../../support/tensors.js'
import {
  clouds,
  context,
  requestFor,
  resolved,
  rowsFrom,
  sequenceOf,
  specifiedAs,
} from '../../support/training.js'

const data = clouds(300)
const rows = { train: rowsFrom(0, 200), measure: rowsFrom(200, 300) }
const head = ['affine', { units: 4, initializer: resolved(initializers.zeros) }] as const
const denoiser = sequenceOf(data.input, [
  ['affine', { units: 24 }],
  ['timeEmbedding', { dim: 8 }],
  ['silu'],
  ['dropout', { rate: 0.1 }],
  head,
])
const recipe = (loss: Options, more: Options = {}): Options => ({
  loss: resolved(losses.consistency, { sigma_data: 0.9, end: 40, ...loss }),
  optimizer: resolved(optimizers.radam, { learning_rate: 0.004 }),
  averaging: resolved(averagings.ema, { decay: 0.9 }),
  batch_size: 20,
  epochs: 4,
  ...more,
})
const firstRecipe = {
  curriculum: 'sqrt',
  start: 2,
  end: 30,
  noise: 'uniform',
  distance: 'squared',
  weighting: 'one',
  teacher_ema: 0.9,
}
const folder = () => mkdtemp(join(tmpdir(), 'espalier-consistency-'))

async function train(requests: readonly SegmentRequest[]): Promise<readonly SegmentOutcome[]> {
  const procedure = openSupervised(() => Promise.resolve(data), {
    ...context,
    metrics: ['frechet_distance', 'accuracy'],
  })
  const outcomes = await procedure.train(requests)
  await procedure.close()
  return outcomes
}
const valueOf = (outcome: SegmentOutcome | undefined, metric: string): number =>
  outcome?.measurements.find((one) => one.metric === metric && one.on === 'measure')?.value ?? Number.NaN

describe('a training without targets', () => {
  test('brings samples nearer to the data, and measures nothing that rows would have to answer', async () => {
    const [short, long] = await train(
      [4, 40].map((epochs) =>
        requestFor(specifiedAs(denoiser, recipe({}, { epochs })), { rows, training: String(epochs) }),
      ),
    )
    expect([short?.end, long?.end]).toEqual(['completed', 'completed'])
    expect(valueOf(long, 'frechet_distance')).toBeLessThan(0.7 * valueOf(short, 'frechet_distance'))
    expect(new Set(long?.measurements.map(({ metric, on }) => `${metric} ${on}`))).toEqual(
      new Set(['loss train', 'frechet_distance measure']),
    )
  })

  test.each([
    ['the improved recipe', {}],
    ['the first recipe', firstRecipe],
  ])('gives the same numbers beside others and alone, and depends on its seed: %s', async (_, loss) => {
    const request = (seed: number) =>
      requestFor(specifiedAs(denoiser, recipe(loss)), { rows, seed, training: String(seed) })
    const [one, two] = await train([1, 2].map(request))
    const many = await train([7, 1, 3, 4, 5, 6, 8, 9, 10].map(request))
    expect(many[1]?.measurements).toEqual(one?.measurements)
    expect(two?.measurements).not.toEqual(one?.measurements)
    expect(one?.measured['form']).toBe('population')
  })

  test('goes on from a checkpoint as if it had not stopped, teacher, average and curriculum included', async () => {
    const directory = await folder()
    const at = (name: string) => join(directory, name)
    const specified = specifiedAs(denoiser, recipe(firstRecipe))
    const segment = (more: Partial<SegmentRequest>) => requestFor(specified, { rows, maximum: 4, ...more })
    await train([segment({ from: 0, to: 4, checkpointOut: at('whole') })])
    await train([segment({ from: 0, to: 2, checkpointOut: at('half') })])
    await train([segment({ from: 2, to: 4, checkpoint: at('half'), checkpointOut: at('rest') })])
    expect(await readFile(at('rest'))).toEqual(await readFile(at('whole')))
    const { state } = await readCheckpoint(at('whole'))
    const values = (name: string) =>
      state.find((tensor) => tensor.name === name)?.values ?? new Float32Array()
    const weights = 'affine#0.weights'
    expect(values(`${weights}~teacher`)).not.toEqual(values(weights))
    expect(values(`${weights}~teacher`)).not.toEqual(values(`${weights}~average`))
  })

  test('keeps a teacher that starts as the weights and follows them by 1 − exp(start · ln μ₀ / levels)', async () => {
    const directory = await folder()
    // One update: 200 rows in batches of 200.
    const training = recipe({ ...firstRecipe, teacher_ema: 0.8 }, { batch_size: 200, epochs: 1 })
    const request = requestFor(specifiedAs(denoiser, training), {
      rows,
      checkpointOut: join(directory, 'one'),
    })
    await train([request])
    const frozen = { ...training, groups: [resolved(groupsFreeze, { of: '*' })] }
    await train([requestFor(specifiedAs(denoiser, frozen), { rows, checkpointOut: join(directory, 'none') })])
    const [after, before] = await Promise.all(
      ['one', 'none'].map(async (name) => (await readCheckpoint(join(directory, name))).state),
    )
    const values = (state: typeof after, name: string) =>
      state?.find((tensor) => tensor.name === name)?.values ?? new Float32Array()
    const share = 1 - Math.exp((2 * Math.log(0.8)) / 2)
    const [first, now] = [values(before, 'affine#0.bias'), values(after, 'affine#0.bias')]
    const teacher = values(after, 'affine#0.bias~teacher')
    expect(teacher).toHaveLength(24)
    teacher.forEach((value, index) => {
      const start = first[index] ?? 0
      expect(value).toBeCloseTo(start + share * ((now[index] ?? 0) - start), 6)
    })
  })

  test('refuses to stop early by a loss on rows', async () => {
    const training = recipe({}, { early_stopping: 2 })
    const [outcome] = await train([
      requestFor(specifiedAs(denoiser, training), { rows: { ...rows, stop: rows.measure } }),
    ])
    expect(outcome).toMatchObject({ end: 'invalid' })
    expect(outcome?.message).toContain('stopping_metric')
  })
})

describe('both ends of a gap', () => {
  test.each([
    ['one dropout mask', []],
    ['one estimate of singular values', [{ definition: reparametrizations.spectralNorm, options: {} }]],
  ])('see one noise and %s: between equal levels there is no loss', async (_, list) => {
    const graph = builder()
    const leaves = inputLeaves(true, graph)
    const trained = {
      model: sequenceOf(data.input, [
        ['affine', { units: 24 }],
        ['timeEmbedding', { dim: 8 }],
        ['silu'],
        ['dropout', { rate: 0.5 }],
        ['affine', { units: 4 }],
      ]),
      loss: { definition: losses.consistency, options: { distance: 'squared' } },
      optimizer: { definition: optimizers.radam, options: {} },
      batch: 6,
      reparametrizations: list,
    }
    const { losses: found, perStep } = batchLoss(trained, leaves)
    const random = randomStream('mask')
    const feeds: Record<string, Tensor> = {
      data: data.features,
      batch: tensorOf('int32', [6], [0, 1, 2, 3, 4, 5]),
      seed: scalarOf('uint32', 5),
      step: scalarOf('uint32', 2),
    }
    for (const { name, declaration } of leaves.parameters.values()) {
      const size = declaration.shape.reduce((product, axis) => product * axis, 1)
      feeds[name] = tensorFrom(
        'float32',
        declaration.shape,
        Float32Array.from({ length: size }, () => random.normal()),
      )
    }
    for (const { name, shape, start } of leaves.statistics.values())
      feeds[name] = tensorFrom('float32', shape, typeof start === 'function' ? start(3) : new Float32Array(9))
    for (const { name, number } of leaves.scales.values()) feeds[name] = scalarOf('float32', number)
    const fed = (upper: number) => {
      const { skip, out, input, noise } = preconditioning(upper, 0.5, 0.002)
      const parts: Readonly<Record<string, number>> = { level: upper, skip, out, input, noise }
      const draws = perStep.flatMap(({ node }) =>
        'name' in node && node.name.startsWith('draw.') ? [node.name] : [],
      )
      return Object.fromEntries(
        draws.map((name) => {
          const [end = '', part = ''] = name.slice('draw.'.length).split('_')
          const { skip: s, out: o, input: i, noise: n } = preconditioning(1, 0.5, 0.002)
          const lower: Readonly<Record<string, number>> = { level: 1, skip: s, out: o, input: i, noise: n }
          const value = end === 'weight' ? 1 : ((end === 'upper' ? parts : lower)[part] ?? 0)
          return [name, tensorOf('float32', [6], [value, value, value, value, value, value])]
        }),
      )
    }
    const [same] = await evaluate([found], { ...feeds, ...fed(1) })
    const [other] = await evaluate([found], { ...feeds, ...fed(3) })
    expect(same === undefined ? [] : numbersOf(same)).toEqual([0, 0, 0, 0, 0, 0])
    expect(other === undefined ? [] : numbersOf(other).every((value) => value > 0)).toBe(true)
  })
})

describe('samples', () => {
  test('of a network that answers 0 are c_skip times noise, cut, and noised again; a model file draws the same', async () => {
    const options = { sigma_data: 0.9, refine: [0.8], clip: [-0.05, 0.05] }
    const model = sequenceOf(data.input, [head])
    const bytes = exportModel({
      recipe: { model, loss: { definition: losses.consistency, options } },
      preparation: { columns: [], steps: [], after: [], input: data.input, inputs: [] },
      state: [
        { name: 'affine#0.weights', shape: [4, 4], values: new Float32Array(16) },
        { name: 'affine#0.bias', shape: [4], values: new Float32Array(4) },
      ],
      metadata: {},
    })
    const session = await openSession(bytes)
    const random = randomStream('samples test')
    const noise = Float32Array.from({ length: 3 * 2 * 4 }, () => random.normal())
    const { samples } = await session.run({ noise: tensorFrom('float32', [3, 2, 4], noise) })
    await session.release()
    const cut = (x: number) => Math.min(0.05, Math.max(-0.05, x))
    const [first, second] = [80, 0.8].map((level) => preconditioning(level, 0.9, 0.002).skip)
    const expected = Array.from({ length: 12 }, (_, place) => {
      const [row, entry] = [Math.floor(place / 4), place % 4]
      const [z = 0, again = 0] = [noise[row * 8 + entry], noise[row * 8 + 4 + entry]]
      return cut((second ?? 0) * (cut((first ?? 0) * 80 * z) + Math.sqrt(0.8 ** 2 - 0.002 ** 2) * again))
    })
    expect(samples?.shape).toEqual([3, 4])
    numbersOf(samples ?? scalarOf('float32', 0)).forEach((value, place) =>
      expect(value).toBeCloseTo(expected[place] ?? Number.NaN, 6),
    )
  })
})
