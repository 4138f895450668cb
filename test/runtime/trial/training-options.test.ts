// What `train:` can say beside optimizer and schedule, on real trainings: micro-batches, clipping, groups, frozen layers, averages.
import { mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import * as averagings from '../../../runtime/model/averaging/index.js'
import * as groups from '../../../runtime/model/groups/index.js'
import type * as layers from '../../../runtime/model/layers/index.js'
import type { Options } from '../../../runtime/model/options.js'
import { recipeOf } from '../../../runtime/model/recipe.js'
import * as schedules from '../../../runtime/model/schedules/index.js'
import { trainingStructure } from '../../../runtime/model/structure.js'
import { digestOfBytes } from '../../../runtime/support/digest.js'
import { encodeCheckpoint, readCheckpoint, type Checkpoint } from '../../../runtime/trial/checkpoint.js'
import { modelState } from '../../../runtime/trial/member.js'
import { openSupervised } from '../../../runtime/trial/supervised.js'
import {
  classification,
  clouds,
  context,
  requestFor,
  resolved,
  rowsFrom,
  sequenceOf,
  specifiedAs,
} from '../../support/training.js'

const data = clouds(60)
type Uses = readonly (readonly [keyof typeof layers, Options?])[]
const dense: Uses = [['affine', { units: 5 }], ['tanh'], ['affine', { units: 3 }]]
const normed: Uses = [['affine', { units: 5 }], ['batchNorm'], ['relu'], ['affine', { units: 3 }]]

/** Trains members in one call; gives what they leave and measure. */
async function trained(
  members: readonly Options[],
  { uses = dense, rows = 48, to = 1, seed = 3 } = {} as {
    readonly uses?: Uses
    readonly rows?: number
    readonly to?: number
    readonly seed?: number
  },
) {
  const folder = mkdtempSync(join(tmpdir(), 'espalier-options-'))
  const procedure = openSupervised(() => Promise.resolve(data), context)
  const requests = members.map((options, index) =>
    requestFor(specifiedAs(sequenceOf(data.input, uses), options), {
      rows: { train: rowsFrom(0, rows), select: rowsFrom(48, 60) },
      seed,
      to,
      training: String(index),
      checkpointOut: join(folder, String(index)),
    }),
  )
  const outcomes = await procedure.train(requests)
  await procedure.close()
  expect(outcomes.map(({ end }) => end)).toEqual(members.map(() => 'completed'))
  const checkpoints = await Promise.all(
    requests.map(({ checkpointOut = '' }) => readCheckpoint(checkpointOut)),
  )
  return { checkpoints, outcomes, requests }
}

const one = async (options: Options, more = {}): Promise<Checkpoint> => {
  const [checkpoint] = (await trained([options], more)).checkpoints
  if (checkpoint === undefined) throw new Error('nothing was left')
  return checkpoint
}

const valuesOf = ({ state }: Pick<Checkpoint, 'state'>, name: string): readonly number[] => {
  const tensor = state.find((each) => each.name === name)
  if (tensor === undefined) throw new Error(`no '${name}' among ${state.map((each) => each.name).join(', ')}`)
  return [...tensor.values]
}

const far = (left: readonly number[], right: readonly number[]): number =>
  Math.max(...left.map((value, i) => Math.abs(value - (right[i] ?? Number.NaN))))

const digest = (checkpoint: Checkpoint): string => digestOfBytes(encodeCheckpoint(checkpoint))
const weights = ['affine#0.weights', 'affine#0.bias', 'affine#2.weights', 'affine#2.bias']

describe('gradient accumulation', () => {
  const at = (batch: number, more: Options = {}): Options =>
    classification(
      'adamw',
      { learning_rate: 0.02, weight_decay: 0.1 },
      {
        batch_size: batch,
        epochs: 3,
        schedule: resolved(schedules.cosine, { warmup: 0.2 }),
        clip_norm: 0.5,
        ...more,
      },
    )

  test('of 4 batches equals a batch four times larger within rounding, schedule and clipping included', async () => {
    const [small, large] = [await one(at(3, { accumulate: 4 })), await one(at(12))]
    for (const name of weights) expect(far(valuesOf(small, name), valuesOf(large, name))).toBeLessThan(3e-6)
    expect(small.step).toBe(4 * large.step)
    // Without accumulation the same batches lead elsewhere.
    expect(
      far(valuesOf(await one(at(3)), weights[0] ?? ''), valuesOf(large, weights[0] ?? '')),
    ).toBeGreaterThan(0.01)
  })

  test('holds no gradient after an update, and none but whole updates are made', async () => {
    const { state, step } = await one(at(5, { accumulate: 4 }))
    expect(step).toBe(3 * 8)
    const gathered = state.filter(({ name }) => name.endsWith('~gradient'))
    expect(gathered).toHaveLength(4)
    expect(gathered.every(({ values }) => values.every((value) => value === 0))).toBe(true)
  })

  test('never asks for more batches than there are: then an epoch is one update', async () => {
    const specified = specifiedAs(sequenceOf(data.input, dense), at(16, { accumulate: 100 }))
    expect(recipeOf(specified, 48).accumulate).toBe(3)
    expect(
      far(
        valuesOf(await one(at(16, { accumulate: 100 })), 'affine#0.bias'),
        valuesOf(await one(at(48)), 'affine#0.bias'),
      ),
    ).toBeLessThan(3e-6)
  })

  test('serves all numbers of batches by one structure', () => {
    const structure = (accumulate: number) =>
      trainingStructure(recipeOf(specifiedAs(sequenceOf(data.input, dense), at(3, { accumulate })), 48))
    expect(structure(2)).toBe(structure(4))
    expect(structure(2)).not.toBe(structure(1))
  })
})

describe('clip_value', () => {
  test('cuts every entry: under plain descent no weight moves further than steps × rate × bound', async () => {
    const sgd = (more: Options): Options =>
      classification('sgd', { learning_rate: 0.1 }, { batch_size: 12, epochs: 1, ...more })
    const start = await one(classification('sgd', { learning_rate: 1e-60 }, { batch_size: 12, epochs: 1 }))
    const [free, cut, loose] = (await trained([sgd({}), sgd({ clip_value: 0.01 }), sgd({ clip_value: 1e6 })]))
      .checkpoints
    if (free === undefined || cut === undefined || loose === undefined) throw new Error('nothing was left')
    const moved = (checkpoint: Checkpoint) =>
      Math.max(...weights.map((name) => far(valuesOf(checkpoint, name), valuesOf(start, name))))
    expect(moved(cut)).toBeLessThanOrEqual(4 * 0.1 * 0.01 + 1e-6)
    expect(moved(cut)).toBeGreaterThan(4 * 0.1 * 0.01 - 1e-4)
    expect(moved(free)).toBeGreaterThan(0.02)
    for (const name of weights) expect(far(valuesOf(loose, name), valuesOf(free, name))).toBe(0)
  })
})

describe('groups', () => {
  const group = (kind: keyof typeof groups, options: Options) => resolved(groups[kind], options)
  const adamw = (more: Options, decay = 0.5): Options =>
    classification(
      'adamw',
      { learning_rate: 0.02, weight_decay: decay },
      { batch_size: 12, epochs: 2, ...more },
    )

  test('freeze keeps what it names at its first values and lets the rest learn', async () => {
    const start = await one(classification('sgd', { learning_rate: 1e-60 }, { batch_size: 12, epochs: 2 }))
    const end = await one(adamw({ groups: [group('freeze', { of: 'affine#0' })] }))
    expect(valuesOf(end, 'affine#0.weights')).toEqual(valuesOf(start, 'affine#0.weights'))
    expect(valuesOf(end, 'affine#0.bias')).toEqual(valuesOf(start, 'affine#0.bias'))
    expect(far(valuesOf(end, 'affine#2.weights'), valuesOf(start, 'affine#2.weights'))).toBeGreaterThan(0.05)
    expect(end.state.map(({ name }) => name)).not.toContain('affine#0.weights~mean')
  })

  test('a layer that says `freeze: true` is as good as a group that names it', async () => {
    const frozen: Uses = [['affine', { units: 5, freeze: true }], ['tanh'], ['affine', { units: 3 }]]
    const byLayer = await one(adamw({}), { uses: frozen })
    const byGroup = await one(adamw({ groups: [group('freeze', { of: 'affine#0' })] }))
    expect(digest(byLayer)).toBe(digest(byGroup))
  })

  test('weight_decay times 0 on biases alone equals decay on the others, step by step', async () => {
    const spared = await one(adamw({ groups: [group('weightDecay', { of: ['bias'] })] }))
    const [none, all] = [await one(adamw({}, 0)), await one(adamw({}))]
    // Biases of the last layer feel no decay of their own; after one update they equal those without any decay.
    const once = (options: Options) => one({ ...options, epochs: 1, batch_size: 48 })
    const [a, b, c] = [
      await once(adamw({ groups: [group('weightDecay', { of: 'bias' })] })),
      await once(adamw({}, 0)),
      await once(adamw({})),
    ]
    expect(valuesOf(a, 'affine#2.bias')).toEqual(valuesOf(b, 'affine#2.bias'))
    expect(valuesOf(a, 'affine#2.weights')).toEqual(valuesOf(c, 'affine#2.weights'))
    expect(valuesOf(spared, 'affine#2.weights')).not.toEqual(valuesOf(none, 'affine#2.weights'))
    expect(valuesOf(spared, 'affine#2.bias')).not.toEqual(valuesOf(all, 'affine#2.bias'))
  })

  test('learning_rate multiplies the first step of what it names, and several multiply up', async () => {
    const first = (list: readonly ReturnType<typeof group>[]) =>
      one({
        ...classification('sgd', { learning_rate: 0.02 }, { batch_size: 48, epochs: 1 }),
        ...(list.length === 0 ? {} : { groups: list }),
      })
    const start = await one(classification('sgd', { learning_rate: 1e-60 }, { batch_size: 48, epochs: 1 }))
    const plain = await first([])
    const grouped = await first([
      group('learningRate', { of: 'affine#2', times: 4 }),
      group('learningRate', { of: '*s', times: 0.5 }),
    ])
    const ratio = (name: string): number => {
      const step = (checkpoint: Checkpoint) =>
        (valuesOf(checkpoint, name)[0] ?? 0) - (valuesOf(start, name)[0] ?? 0)
      return step(grouped) / step(plain)
    }
    expect(ratio('affine#0.weights')).toBeCloseTo(0.5, 3)
    expect(ratio('affine#0.bias')).toBeCloseTo(0.5, 3)
    expect(ratio('affine#2.weights')).toBeCloseTo(2, 3)
    expect(ratio('affine#2.bias')).toBeCloseTo(2, 3)
  })

  test('factors are fed: one structure for all but zero, and members keep their bits in company', async () => {
    const grouped = (times: number, decay: number): Options =>
      adamw({
        groups: [
          group('learningRate', { of: 'affine#2', times }),
          group('weightDecay', { of: 'bias', times: decay }),
        ],
      })
    const structure = (options: Options) =>
      trainingStructure(recipeOf(specifiedAs(sequenceOf(data.input, dense), options), 48))
    expect(structure(grouped(2, 0.5))).toBe(structure(grouped(3, 0.1)))
    expect(structure(grouped(2, 0.5))).not.toBe(structure(grouped(2, 0)))
    const members = [grouped(2, 0.5), grouped(5, 0.1), grouped(0.1, 3)]
    const together = (await trained(members)).checkpoints.map(digest)
    const alone = await Promise.all(members.map(async (options) => digest(await one(options))))
    expect(together).toEqual(alone)
    expect(new Set(alone).size).toBe(3)
  })
})

describe('averaging', () => {
  const averaged = (averaging: ReturnType<typeof resolved> | undefined, more: Options = {}): Options =>
    classification(
      'momentum',
      { learning_rate: 0.05 },
      {
        batch_size: 12,
        epochs: 4,
        ...(averaging === undefined ? {} : { averaging }),
        ...more,
      },
    )
  const ema = (options: Options) => resolved(averagings.ema, options)

  /** Model states after each update of the same training without averages. */
  async function path(uses: Uses, name: string, updates: number): Promise<readonly (readonly number[])[]> {
    const states = [
      valuesOf(
        await one(classification('sgd', { learning_rate: 1e-60 }, { batch_size: 48, epochs: 1 }), { uses }),
        name,
      ),
    ]
    for (let epochs = 1; epochs <= updates; epochs += 1)
      states.push(valuesOf(await one(averaged(undefined, { batch_size: 48, epochs }), { uses }), name))
    return states
  }

  test('ema keeps the running average of the weights along their path, which it does not change', async () => {
    const name = 'affine#2.weights'
    const states = await path(dense, name, 4)
    const { state } = await one(averaged(ema({ decay: 0.7 }), { batch_size: 48 }))
    const wanted = states
      .slice(1)
      .reduce<readonly number[]>(
        (average, w) => average.map((entry, i) => 0.7 * entry + 0.3 * (w[i] ?? 0)),
        states[0] ?? [],
      )
    expect(far(valuesOf({ state }, `${name}~average`), wanted)).toBeLessThan(1e-6)
    expect(valuesOf({ state }, name)).toEqual(states.at(-1))
    expect(valuesOf({ state: modelState(state) }, name)).toEqual(valuesOf({ state }, `${name}~average`))
  })

  test('swa is the mean of the weights at the start of averaging and at the ends of epochs after it', async () => {
    const name = 'affine#0.weights'
    const states = await path(dense, name, 4)
    const { state } = await one(averaged(resolved(averagings.swa, { start: 0.5 }), { batch_size: 48 }))
    const wanted = (states[2] ?? []).map(
      (entry, i) => (entry + (states[3]?.[i] ?? 0) + (states[4]?.[i] ?? 0)) / 3,
    )
    expect(far(valuesOf({ state }, `${name}~average`), wanted)).toBeLessThan(1e-6)
  })

  test('running statistics of batch normalization are averaged by the same rule', async () => {
    const states = await path(normed, 'batch_norm#1.mean', 3)
    const { state } = await one(averaged(ema({ decay: 0.5 }), { batch_size: 48, epochs: 3 }), {
      uses: normed,
    })
    const wanted = states.slice(1).reduce<readonly number[]>(
      (average, w) => average.map((entry, i) => 0.5 * entry + 0.5 * (w[i] ?? 0)),
      (states[0] ?? []).map(() => 0),
    )
    expect(far(valuesOf({ state }, 'batch_norm#1.mean~average'), wanted)).toBeLessThan(1e-6)
  })

  test('measurements are those of the average, between epochs those of the weights where that is asked for', async () => {
    const measured = async (options: Options) =>
      (await trained([options])).outcomes[0]?.measurements.filter(
        ({ on, metric }) => on === 'select' && metric === 'loss',
      ) ?? []
    const plain = await measured(averaged(undefined))
    const average = await measured(averaged(ema({ decay: 0.9 })))
    const mixed = await measured(averaged(ema({ decay: 0.9, validate: 'weights' })))
    expect(mixed.slice(0, -1)).toEqual(plain.slice(0, -1))
    expect(mixed.at(-1)).toEqual(average.at(-1))
    expect(average[0]?.value).not.toBe(plain[0]?.value)
  })

  test('goes on from a checkpoint as if it had never stopped, with micro-batches and frozen layers too', async () => {
    const options = averaged(ema({ decay: 0.9, ramp: true }), {
      batch_size: 4,
      accumulate: 3,
      groups: [resolved(groups.freeze, { of: 'affine#0.bias' })],
    })
    const whole = await one(options, { uses: normed })
    const { requests } = await trained([options], { uses: normed, to: 0.5 })
    const [half] = requests
    if (half?.checkpointOut === undefined) throw new Error('nothing was left')
    const procedure = openSupervised(() => Promise.resolve(data), context)
    const checkpointOut = `${half.checkpointOut}-2`
    await procedure.train([{ ...half, from: 0.5, to: 1, checkpoint: half.checkpointOut, checkpointOut }])
    await procedure.close()
    expect(digest(await readCheckpoint(checkpointOut))).toBe(digest(whole))
  })

  test('ema with a ramp keeps (1 + t) / (10 + t) of the average until that passes its decay', () => {
    const share = (step: number) =>
      averagings.ema.share({ decay: 0.5, ramp: true }, { step, total: 200, stepsPerEpoch: 10 })
    expect([0, 7, 8, 100].map(share)).toEqual([1 - 2 / 11, 0.5, 0.5, 0.5])
  })
})
