import { mkdtemp, readFile } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import * as losses from '../../../runtime/model/losses/index.js'
import * as optimizers from '../../../runtime/model/optimizers/index.js'
import * as schedules from '../../../runtime/model/schedules/index.js'
import type { Options } from '../../../runtime/model/options.js'
import type { SegmentOutcome, SegmentRequest } from '../../../runtime/procedures/procedure.js'
import { supervised } from '../../../runtime/procedures/supervised.js'
import type { PreparedData } from '../../../runtime/trial/prepared-data.js'
import { readCheckpoint } from '../../../runtime/trial/checkpoint.js'
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

const data = clouds(400)
const rows = { train: rowsFrom(0, 200), stop: rowsFrom(200, 300), select: rowsFrom(300, 400) }
const plain = sequenceOf(data.input, [['affine', { units: 16 }], ['relu'], ['affine', { units: 3 }]])
/** Everything that could disturb a neighbour: batch statistics, random masks, adaptive steps. */
const rich = (rate: number) =>
  sequenceOf(data.input, [
    ['affine', { units: 16 }],
    ['batchNorm'],
    ['gelu'],
    ['dropout', { rate }],
    ['affine', { units: 3 }],
  ])
const adam = (learning_rate: number, more: Options = {}): Options =>
  classification('adam', { learning_rate }, { epochs: 4, batch_size: 20, ...more })
const folder = () => mkdtemp(join(tmpdir(), 'espalier-supervised-'))

async function train(
  requests: readonly SegmentRequest[],
  on: PreparedData = data,
): Promise<readonly SegmentOutcome[]> {
  const procedure = openSupervised(() => Promise.resolve(on), context)
  const outcomes = await procedure.train(requests)
  await procedure.close()
  return outcomes
}

/** Everything that may not differ between equal trainings. */
const essence = ({ training, end, measurements, message }: SegmentOutcome) => ({
  training,
  end,
  measurements,
  message,
})
const final = (outcome: SegmentOutcome | undefined, metric: string, on: string): number =>
  outcome?.measurements.filter((one) => one.metric === metric && one.on === on).at(-1)?.value ?? Number.NaN

describe('supervised training', () => {
  test.each(['sgd', 'momentum', 'nesterov', 'adam', 'adamw', 'rmsprop'] as const)(
    'three clouds are learnt with %s',
    async (optimizer) => {
      const learning_rate =
        optimizer === 'sgd' ? 0.3 : optimizer === 'momentum' || optimizer === 'nesterov' ? 0.05 : 0.01
      const training = classification(optimizer, { learning_rate }, { epochs: 12, batch_size: 20 })
      const [outcome] = await train([requestFor(specifiedAs(plain, training), { rows })])
      expect(outcome?.end).toBe('completed')
      expect(final(outcome, 'accuracy', 'select')).toBeGreaterThan(0.93)
      expect(final(outcome, 'loss', 'train')).toBeLessThan(0.3)
    },
  )

  test('a line is fitted with mse, and the metrics of a real target are measured', async () => {
    const x = Float32Array.from({ length: 100 }, (_, index) => index / 50 - 1)
    const line: PreparedData = {
      key: 'line',
      features: { element: 'float32', shape: [100, 1], data: x },
      targets: { element: 'float32', shape: [100], data: x.map((value) => 2 * value - 0.5) },
      input: { shape: [1], type: 'real' },
      target: { kind: 'real' },
    }
    const model = sequenceOf(line.input, [['affine', { units: 1 }]])
    const training = {
      loss: resolved(losses.mse),
      optimizer: resolved(optimizers.sgd, { learning_rate: 0.3 }),
      batch_size: 10,
      epochs: 20,
    }
    const procedure = openSupervised(() => Promise.resolve(line), {
      ...context,
      metrics: ['r2', 'rmse', 'accuracy'],
    })
    const request = requestFor(specifiedAs(model, training), {
      rows: { train: rowsFrom(0, 100), measure: rowsFrom(0, 100) },
    })
    const [outcome] = await procedure.train([request])
    await procedure.close()
    expect(final(outcome, 'rmse', 'measure')).toBeLessThan(1e-3)
    expect(final(outcome, 'r2', 'measure')).toBeCloseTo(1, 5)
    expect(outcome?.measurements.some(({ metric }) => metric === 'accuracy')).toBe(false)
  })

  test('a model that does not fit the target, or cannot be built, is invalid with a reason', async () => {
    const wrong = sequenceOf(data.input, [['affine', { units: 5 }]])
    const [outcome] = await train([requestFor(specifiedAs(wrong, adam(0.01)), { rows })])
    expect(outcome).toMatchObject({ end: 'invalid', measurements: [] })
    expect(outcome?.message).toContain('3 outputs')
  })
})

describe('population form', () => {
  const requests = [0.01, 0.003, 0.02, 0.001, 0.05].map((learning_rate, index) =>
    requestFor(specifiedAs(rich(0.1 + 0.1 * index), adam(learning_rate, { early_stopping: 2 })), {
      rows,
      seed: index % 2,
      training: `training ${String(index)}`,
    }),
  )

  test('what a training gives does not depend on how many run beside it, nor on the order', async () => {
    const together = await train(requests)
    const alone = []
    for (const request of requests) alone.push(...(await train([request])))
    const backwards = [...(await train([...requests].reverse()))].reverse()
    const pairs = [...(await train(requests.slice(0, 2))), ...(await train(requests.slice(2, 5)))]
    expect(together.every(({ measured }) => measured['width'] === 5)).toBe(true)
    for (const other of [alone, backwards, pairs]) expect(other.map(essence)).toEqual(together.map(essence))
  })

  test('many members fill groups of the cap, with equal results', async () => {
    const many = Array.from(
      { length: 40 },
      (_, index) => requests[index % requests.length] ?? requests[0],
    ).flatMap((request) => (request === undefined ? [] : [request]))
    const outcomes = await train(many)
    const single = await train(requests)
    outcomes.forEach((outcome, index) => {
      const twin = single[index % requests.length]
      expect(essence(outcome)).toEqual(twin === undefined ? undefined : essence(twin))
    })
  })

  test('a member that diverges ends with its step and layer, and disturbs nobody', async () => {
    const bad = requestFor(
      specifiedAs(plain, classification('sgd', { learning_rate: 1e30 }, { epochs: 4, batch_size: 20 })),
      {
        rows,
        training: 'bad',
      },
    )
    const good = requestFor(
      specifiedAs(plain, classification('sgd', { learning_rate: 0.1 }, { epochs: 4, batch_size: 20 })),
      {
        rows,
        training: 'good',
      },
    )
    const [diverged, fine] = await train([bad, good])
    const [alone] = await train([good])
    expect(diverged).toMatchObject({ end: 'diverged', measurements: [] })
    // One step of that size leaves weights of about 1e28 behind: the first layer's outputs are finite with them, their products in the last are not.
    expect(diverged?.message).toBe("loss is not finite at step 2; it began in layer 'affine#2' at step 2")
    expect(fine && essence(fine)).toEqual(alone && essence(alone))
  })

  test('a loss that is finite but has exploded ends a training, on whichever side of a checkpoint', async () => {
    const path = join(await folder(), 'exploding')
    const steps = classification('sgd', { learning_rate: 3e7 }, { epochs: 4, batch_size: 20 })
    const line = sequenceOf(data.input, [['affine', { units: 3 }]])
    const [whole] = await train([requestFor(specifiedAs(line, steps), { rows })])
    expect(whole?.end).toBe('diverged')
    expect(whole?.message).toMatch(/^loss has exploded to \d\.\de\+\d at step \d+$/)
    const slow = classification('sgd', { learning_rate: 0.1 }, { epochs: 4, batch_size: 20 })
    await train([requestFor(specifiedAs(line, slow), { rows, to: 0.5, checkpointOut: path })])
    expect((await readCheckpoint(path)).firstLoss).toBeGreaterThan(0)
    const [later] = await train([requestFor(specifiedAs(line, steps), { rows, from: 0.5, checkpoint: path })])
    expect(later?.end).toBe('diverged')
  })

  test('a structure leaves out what only scales, and keeps everything else', () => {
    const key = (model: ReturnType<typeof rich>, training: Options) =>
      supervised.structure(specifiedAs(model, training), rows)
    const base = key(rich(0.1), adam(0.01))
    expect(key(rich(0.3), adam(0.5, { epochs: 9 }))).toBe(base)
    expect(key(rich(0), adam(0.01))).not.toBe(base)
    expect(key(rich(0.1), adam(0.01, { batch_size: 10 }))).not.toBe(base)
    expect(key(rich(0.1), classification('rmsprop', {}, { batch_size: 20 }))).not.toBe(base)
    expect(key(plain, adam(0.01))).not.toBe(base)
    expect(supervised.width(specifiedAs(plain, adam(0.01)))).toBe(32)
  })
})

describe('segments', () => {
  const horizon = (more: Options = {}) =>
    specifiedAs(
      rich(0.3),
      adam(0.02, { epochs: 6, schedule: resolved(schedules.cosine, { warmup: 0.1 }), ...more }),
    )

  test('going on from a checkpoint equals training straight through, bit for bit', async () => {
    const directory = await folder()
    const path = (name: string) => join(directory, name)
    const at = { rows, maximum: 6 }
    const specified = horizon({ early_stopping: 3 })
    const [straight] = await train([requestFor(specified, { ...at, to: 6, checkpointOut: path('straight') })])
    await train([requestFor(specified, { ...at, to: 2, checkpointOut: path('two') })])
    await train([
      requestFor(specified, { ...at, from: 2, to: 3, checkpoint: path('two'), checkpointOut: path('three') }),
    ])
    const [resumed] = await train([
      requestFor(specified, {
        ...at,
        from: 3,
        to: 6,
        checkpoint: path('three'),
        checkpointOut: path('resumed'),
      }),
    ])
    expect(await readFile(path('resumed'))).toEqual(await readFile(path('straight')))
    expect(final(resumed, 'loss', 'select')).toBe(final(straight, 'loss', 'select'))
  })

  test('with the horizon at the rung, the schedule ends there', async () => {
    const half = { rows, to: 3, maximum: 6 }
    const [maximum] = await train([requestFor(horizon(), half)])
    const [rung] = await train([requestFor(horizon({ horizon: 'rung' }), half)])
    const [short] = await train([requestFor(horizon({ epochs: 3 }), { rows, to: 3, maximum: 3 })])
    expect(final(rung, 'loss', 'select')).toBe(final(short, 'loss', 'select'))
    expect(final(rung, 'loss', 'select')).not.toBe(final(maximum, 'loss', 'select'))
  })

  test('a training that stopped early goes back to its best epoch and is not trained further', async () => {
    const path = join(await folder(), 'stopped')
    const overfit = specifiedAs(plain, adam(0.3, { epochs: 40, early_stopping: 2 }))
    const [outcome] = await train([requestFor(overfit, { rows, checkpointOut: path })])
    const watched = outcome?.measurements.filter(({ metric, on }) => metric === 'loss' && on === 'stop') ?? []
    const saved = await readCheckpoint(path)
    expect(saved.stopped).toBe(true)
    expect(saved.epoch).toBe(watched.length)
    expect(saved.epoch).toBeLessThan(40)
    expect(saved.epoch).toBe(saved.stopping.bestEpoch + 2)
    const values = watched.map(({ value }) => value)
    expect(saved.stopping.best).toBe(Math.min(...values))
    const measured = { rows: { ...rows, measure: rows.stop }, from: 1, to: 2, maximum: 1, checkpoint: path }
    const [again] = await train([requestFor(overfit, measured)])
    expect(final(again, 'loss', 'measure')).toBe(saved.stopping.best)
  })

  test('a plateau lowers the rate on the stop rows', async () => {
    const path = join(await folder(), 'plateau')
    const schedule = resolved(schedules.plateau, { patience: 1, factor: 0.5, threshold: 0.5 })
    await train([
      requestFor(specifiedAs(plain, adam(0.01, { epochs: 8, schedule })), { rows, checkpointOut: path }),
    ])
    const { memory } = await readCheckpoint(path)
    expect(memory['factor']).toBeLessThan(1)
  })

  test('progress is reported in every chunk and may cancel', async () => {
    const seen: number[] = []
    const procedure = openSupervised(() => Promise.resolve(data), {
      ...context,
      progress: (_training, fidelity) => {
        seen.push(fidelity)
        if (seen.length === 3) throw new Error('cancelled')
      },
    })
    await expect(procedure.train([requestFor(specifiedAs(plain, adam(0.01)), { rows })])).rejects.toThrow(
      'cancelled',
    )
    await procedure.close()
    expect(seen).toEqual([0.25, 0.5, 0.75])
  })
})
