// Mixed precision on real trainings of the host, where products are float32 ones of numbers rounded to float16.
import { describe, expect, test } from '@jest/globals'
import { firstLossScale, goodUpdatesToGrow } from '../../../runtime/model/loss-scaling.js'
import * as losses from '../../../runtime/model/losses/index.js'
import * as optimizers from '../../../runtime/model/optimizers/index.js'
import type { Options } from '../../../runtime/model/options.js'
import { recipeOf } from '../../../runtime/model/recipe.js'
import { goodUpdatesName, lossScaleName } from '../../../runtime/model/slots.js'
import { trainingStructure } from '../../../runtime/model/structure.js'
import { trainingStep } from '../../../runtime/model/training-step.js'
import { channelBlock } from '../../../runtime/onnx/channel-block.js'
import { openSession } from '../../../runtime/onnx/session.js'
import { builder } from '../../../runtime/tensor/builder.js'
import { tensorOf } from '../../../runtime/tensor/tensor.js'
import type { SavedTensor } from '../../../runtime/trial/checkpoint.js'
import { jobOf } from '../../../runtime/trial/job.js'
import { startMember } from '../../../runtime/trial/member.js'
import type { PreparedData } from '../../../runtime/trial/prepared-data.js'
import { encodeTraining, openTraining } from '../../../runtime/trial/training-session.js'
import {
  classification,
  clouds,
  requestFor,
  resolved,
  rowsFrom,
  sequenceOf,
  specifiedAs,
} from '../../support/training.js'

const data = clouds(60)
const batch = 12
type Uses = Parameters<typeof sequenceOf>[1]
const dense: Uses = [['affine', { units: 8 }], ['tanh'], ['affine', { units: 3 }]]

type Start = Readonly<Record<string, readonly number[]>>

interface Setup {
  readonly uses?: Uses
  readonly prepared?: PreparedData
  readonly width?: number
  readonly block?: number | undefined
  readonly seeds?: readonly number[]
  /** What the state shall hold instead of its first values. */
  readonly start?: Start
  /** The same, for each slot. */
  readonly starts?: readonly Start[]
}

/** Takes steps over the rows in order; gives losses by step (of the first slot) and the states of all slots. */
async function steps(count: number, training: Options, setup: Setup = {}) {
  const { uses = dense, prepared = data, width = 0, block, seeds = [1], start = {}, starts = [] } = setup
  const rows = prepared.features.shape[0] ?? 0
  const members = seeds.map((seed) => {
    const specified = specifiedAs(sequenceOf(prepared.input, uses), training)
    const request = requestFor(specified, {
      rows: { train: rowsFrom(0, rows), select: rowsFrom(0, rows) },
      seed,
    })
    return jobOf(request, prepared, { directionOf: () => 'minimize', observed: [] })
  })
  const [job] = members
  if (job === undefined) throw new Error('a member is needed')
  const session = await openTraining(job.recipe, width, {
    device: 'cpu',
    checked: true,
    ...(block === undefined ? {} : { block }),
  })
  try {
    const started = await Promise.all(members.map((member) => startMember(member, session.slots)))
    const states = started.map(({ state }, slot) =>
      state.map((tensor) => ({
        ...tensor,
        values: Float32Array.from((starts[slot] ?? start)[tensor.name] ?? tensor.values),
      })),
    )
    const order = Int32Array.from({ length: count * job.recipe.batch }, (_, index) => index % rows)
    const chunk = {
      members: started,
      rows: members.map(() => order),
      first: 0,
      steps: count,
      step: 0,
      state: session.stack(states),
    }
    const result = await session.run(chunk)
    return {
      losses: [...result.losses].filter((_, index) => index % members.length === 0),
      before: states,
      states: session.unstack(result.state, members.length),
    }
  } finally {
    await session.release()
  }
}

const valuesOf = (state: readonly SavedTensor[] | undefined, name: string): readonly number[] => [
  ...(state?.find((tensor) => tensor.name === name)?.values ?? []),
]
const adam = (more: Options = {}): Options =>
  classification('adam', { learning_rate: 0.02 }, { batch_size: batch, ...more })
const mixed = (more: Options = {}): Options => adam({ precision: 'mixed', ...more })
const scaleIn = (state: readonly SavedTensor[] | undefined) => [
  ...valuesOf(state, lossScaleName),
  ...valuesOf(state, goodUpdatesName),
]

const image = (): PreparedData => {
  const flat = clouds(60, 64)
  return {
    ...flat,
    features: { ...flat.features, shape: [60, 1, 8, 8] },
    input: { shape: [1, 8, 8], type: 'real' },
  }
}
const convolved: Uses = [
  ['conv2d', { filters: 16, kernel: 3, padding: 'same' }],
  ['relu'],
  ['conv2d', { filters: 16, kernel: 3 }],
  ['batchNorm'],
  ['relu'],
  ['flatten'],
  ['affine', { units: 3 }],
]

describe('mixed precision', () => {
  test.each([1, 2, 3])(
    'follows float32 for 100 steps within 2 %% of the first loss, seed %i',
    async (seed) => {
      const [half, full] = [
        await steps(100, mixed(), { seeds: [seed] }),
        await steps(100, adam(), { seeds: [seed] }),
      ]
      const bound = 0.02 * (full.losses[0] ?? 0)
      half.losses.forEach((loss, step) =>
        expect(Math.abs(loss - (full.losses[step] ?? Number.NaN))).toBeLessThan(bound),
      )
      expect(full.losses.at(-1)).toBeLessThan(0.5 * (full.losses[0] ?? 0))
      // And is something else.
      expect(half.losses.filter((loss, step) => loss === full.losses[step]).length).toBeLessThan(10)
    },
  )

  test('does so with convolutions, in blocks of channels too', async () => {
    const block = await channelBlock('cpu')
    const setup = { uses: convolved, prepared: image() }
    const full = await steps(100, adam(), setup)
    const bound = 0.02 * (full.losses[0] ?? 0)
    for (const own of [setup, { ...setup, block }]) {
      const half = await steps(100, mixed(), own)
      half.losses.forEach((loss, step) =>
        expect(Math.abs(loss - (full.losses[step] ?? Number.NaN))).toBeLessThan(bound),
      )
    }
  })

  const steady: Uses = [['affine', { units: 3 }]]
  test.each<readonly [string, Uses]>([
    ['depthwise_conv2d', [['depthwiseConv2d', { kernel: 3, multiplier: 2 }], ['flatten'], ...steady]],
    ['separable_conv2d', [['separableConv2d', { filters: 4, kernel: 3 }], ['flatten'], ...steady]],
    ['conv_transpose2d', [['convTranspose2d', { filters: 4, kernel: 3, stride: 2 }], ['flatten'], ...steady]],
    ['squeeze_excite', [['conv2d', { filters: 4, kernel: 3 }], ['squeezeExcite'], ['flatten'], ...steady]],
    [
      'transformer_block',
      [['patches', { size: 4, units: 8 }], ['transformerBlock', { heads: 2 }], ['flatten'], ...steady],
    ],
    ['gru', [['patches', { size: 4, units: 8 }], ['gru', { units: 4, return: 'last' }], ...steady]],
  ])('goes through %s, alone and in a population', async (_, uses) => {
    // A scale that fits from the start: a skipped first update would shift all losses by a step.
    const setup = { uses, prepared: image(), start: { [lossScaleName]: [2 ** 10] } }
    for (const own of [setup, { ...setup, width: 2, seeds: [1, 1] }]) {
      const [half, full] = [await steps(5, mixed(), own), await steps(5, adam(), own)]
      const bound = 0.02 * (full.losses[0] ?? 0)
      half.losses.forEach((loss, step) =>
        expect(Math.abs(loss - (full.losses[step] ?? Number.NaN))).toBeLessThan(bound),
      )
      expect(half.losses).not.toEqual(full.losses)
    }
  })

  test('skips the update whose gradient overflows and halves the scale; nothing else changes', async () => {
    const start = { [lossScaleName]: [2 ** 24], [goodUpdatesName]: [7] }
    const { before, states } = await steps(1, mixed(), { start })
    expect(scaleIn(states[0])).toEqual([2 ** 23, 0])
    for (const { name, values } of states[0] ?? []) {
      if (name !== lossScaleName && name !== goodUpdatesName)
        expect([...values]).toEqual(valuesOf(before[0], name))
    }
  })

  test('doubles the scale after enough good updates, up to its bound', async () => {
    const start = (scale: number, good: number) => ({
      start: { [lossScaleName]: [scale], [goodUpdatesName]: [good] },
    })
    const after = async (scale: number, good: number) =>
      scaleIn((await steps(1, mixed(), start(scale, good))).states[0])
    expect(await after(8, goodUpdatesToGrow - 1)).toEqual([16, 0])
    expect(await after(8, goodUpdatesToGrow - 2)).toEqual([8, goodUpdatesToGrow - 1])
  })

  test('has the same updates at any scale that neither loses nor overflows: it is a power of two', async () => {
    const at = async (scale: number) =>
      (await steps(20, mixed(), { start: { [lossScaleName]: [scale] } })).states[0] ?? []
    const [low, high] = [await at(256), await at(1024)]
    for (const { name, values } of low) {
      // Gradients below the normal halves lose bits at either scale: the smallest that matter here are far above.
      if (name === 'affine#0.bias')
        values.forEach((value, index) =>
          expect(Math.abs(value - (valuesOf(high, name)[index] ?? 0))).toBeLessThan(1e-4),
        )
    }
  })

  test('looks at the gradient of all micro-batches together, and moves the scale with the update', async () => {
    const overflowing = { start: { [lossScaleName]: [2 ** 24] } }
    const training = mixed({ accumulate: 4 })
    const three = await steps(3, training, overflowing)
    expect(scaleIn(three.states[0])).toEqual([2 ** 24, 0])
    const four = await steps(4, training, overflowing)
    expect(scaleIn(four.states[0])).toEqual([2 ** 23, 0])
    for (const { name, values } of four.states[0] ?? []) {
      if (name.endsWith('~gradient')) expect(values.every((value) => value === 0)).toBe(true)
      else if (!name.startsWith('loss~')) expect([...values]).toEqual(valuesOf(four.before[0], name))
    }
  })

  test('keeps updates that half precision would lose: 64 of 2⁻¹⁶ move a weight from 1 to 1 + 2⁻¹⁰', async () => {
    const rows = 8
    const line: PreparedData = {
      key: 'line',
      features: tensorOf(
        'float32',
        [rows, 1],
        Array.from({ length: rows }, () => 1),
      ),
      targets: tensorOf(
        'float32',
        [rows],
        Array.from({ length: rows }, () => 100),
      ),
      input: { shape: [1], type: 'real' },
      target: { kind: 'real' },
    }
    const training: Options = {
      loss: resolved(losses.mae),
      optimizer: resolved(optimizers.sgd, { learning_rate: 2 ** -16 }),
      batch_size: rows,
      precision: 'mixed',
    }
    // The gradient is −1: eight rows of −2¹⁶/8 add up to more than float16 holds, so that the first update is skipped.
    const { states } = await steps(65, training, {
      uses: [['affine', { units: 1 }]],
      prepared: line,
      start: { 'affine#0.weights': [1], 'affine#0.bias': [0] },
    })
    expect(scaleIn(states[0])).toEqual([firstLossScale / 2, 64])
    expect(valuesOf(states[0], 'affine#0.weights')).toEqual([1 + 2 ** -10])
  })

  test('gives a member of a population the same bits beside any others', async () => {
    const four = await steps(30, mixed(), { width: 4, seeds: [1, 2, 3, 4] })
    const turned = await steps(30, mixed(), { width: 4, seeds: [4, 3, 2, 1] })
    const eight = await steps(30, mixed(), { width: 8, seeds: [1, 1, 2, 2, 3, 3, 4, 4] })
    four.states.forEach((state, slot) => {
      expect(turned.states[3 - slot]).toEqual(state)
      expect(eight.states[2 * slot]).toEqual(state)
      expect(eight.states[2 * slot + 1]).toEqual(state)
    })
  })

  test('lets each member of a population have a scale of its own', async () => {
    const [high, low] = [{ [lossScaleName]: [2 ** 24] }, { [lossScaleName]: [256] }]
    const both = { width: 2, seeds: [1, 1] }
    const { before, states } = await steps(1, mixed(), { ...both, starts: [high, low] })
    expect(states.map((state) => scaleIn(state))).toEqual([
      [2 ** 23, 0],
      [256, 1],
    ])
    expect(valuesOf(states[0], 'affine#0.weights')).toEqual(valuesOf(before[0], 'affine#0.weights'))
    expect(states[1]).toEqual((await steps(1, mixed(), { ...both, start: low })).states[1])
  })

  test.each(['cuda', 'webgpu'] as const)(
    'is a graph of the types that ONNX wants, written for %s',
    async (device) => {
      // The host loads it too, and would refuse a node whose types do not fit; its numbers there are another matter.
      const { input } = image()
      const recipe = recipeOf(specifiedAs(sequenceOf(input, convolved), mixed()), 48)
      for (const width of [0, 2]) {
        const session = await openSession(encodeTraining(trainingStep(recipe, builder()), width, { device }))
        expect(session.outputs).toContain('loss~scale.next')
        await session.release()
      }
    },
  )

  test('is another structure, and float32 written out is none', () => {
    const structure = (training: Options) =>
      trainingStructure(recipeOf(specifiedAs(sequenceOf(data.input, dense), training), 48))
    expect(structure(mixed())).not.toBe(structure(adam()))
    expect(structure(adam({ precision: 'float32' }))).toBe(structure(adam()))
  })
})
