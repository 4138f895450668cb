// Each optimizer in the graph against the same formulas written out in double precision, on two parameters for five steps.
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import * as losses from '../../../../runtime/model/losses/index.js'
import * as optimizers from '../../../../runtime/model/optimizers/index.js'
import { initialValues } from '../../../../runtime/model/initialize.js'
import { xavierUniform } from '../../../../runtime/model/initializers/index.js'
import type { Options } from '../../../../runtime/model/options.js'
import { tensorFrom } from '../../../../runtime/tensor/tensor.js'
import { readCheckpoint } from '../../../../runtime/trial/checkpoint.js'
import type { PreparedData } from '../../../../runtime/trial/prepared-data.js'
import { openSupervised } from '../../../../runtime/trial/supervised.js'
import {
  context,
  requestFor,
  resolved,
  rowsFrom,
  sequenceOf,
  specifiedAs,
} from '../../../support/training.js'

type Vector = readonly number[]
/** One step of a twin: weights and slots after the gradient of step t (from 1). */
type Twin = (
  w: Vector,
  g: Vector,
  slots: readonly Vector[],
  t: number,
) => readonly [Vector, readonly Vector[]]

const rate = 0.1
const zip = (a: Vector, b: Vector, f: (x: number, y: number) => number): Vector =>
  a.map((x, i) => f(x, b[i] ?? 0))

const adamTwin =
  (decay: number, decoupled: boolean): Twin =>
  (w0, g0, [m0 = [0, 0], v0 = [0, 0]], t) => {
    const w = decoupled ? w0.map((x) => x * (1 - rate * decay)) : w0
    const g = decoupled ? g0 : zip(g0, w0, (x, y) => x + decay * y)
    const m = zip(m0, g, (x, y) => 0.8 * x + 0.2 * y)
    const v = zip(v0, g, (x, y) => 0.95 * x + 0.05 * y * y)
    const moved = zip(m, v, (x, y) => (rate * (x / (1 - 0.8 ** t))) / (Math.sqrt(y / (1 - 0.95 ** t)) + 1e-6))
    return [zip(w, moved, (x, y) => x - y), [m, v]]
  }

const cases: readonly (readonly [keyof typeof optimizers, Options, Twin])[] = [
  ['sgd', {}, (w, g) => [zip(w, g, (x, y) => x - rate * y), []]],
  ['sgd', { weight_decay: 0.3 }, (w, g) => [zip(w, g, (x, y) => x - rate * (y + 0.3 * x)), []]],
  [
    'momentum',
    { momentum: 0.7 },
    (w, g, [v0 = [0, 0]]) => {
      const v = zip(v0, g, (x, y) => 0.7 * x + y)
      return [zip(w, v, (x, y) => x - rate * y), [v]]
    },
  ],
  [
    'nesterov',
    { momentum: 0.7, weight_decay: 0.2 },
    (w, g0, [v0 = [0, 0]]) => {
      const g = zip(g0, w, (x, y) => x + 0.2 * y)
      const v = zip(v0, g, (x, y) => 0.7 * x + y)
      return [
        zip(
          w,
          zip(g, v, (x, y) => x + 0.7 * y),
          (x, y) => x - rate * y,
        ),
        [v],
      ]
    },
  ],
  ['adam', { betas: [0.8, 0.95], epsilon: 1e-6 }, adamTwin(0, false)],
  ['adam', { betas: [0.8, 0.95], epsilon: 1e-6, weight_decay: 0.4 }, adamTwin(0.4, false)],
  ['adamw', { betas: [0.8, 0.95], epsilon: 1e-6, weight_decay: 0.4 }, adamTwin(0.4, true)],
  [
    'rmsprop',
    { decay: 0.9, epsilon: 1e-6 },
    (w, g, [s0 = [0, 0]]) => {
      const s = zip(s0, g, (x, y) => 0.9 * x + 0.1 * y * y)
      return [
        zip(
          w,
          zip(g, s, (x, y) => x / (Math.sqrt(y) + 1e-6)),
          (x, y) => x - rate * y,
        ),
        [s],
      ]
    },
  ],
]

/** One row x = (1, −2) with target 3: the gradient of (w·x − 3)² is 2·(w·x − 3)·x. */
const row = [1, -2]
const data: PreparedData = {
  key: 'one row',
  features: tensorFrom('float32', [1, 2], Float32Array.from(row)),
  targets: tensorFrom('float32', [1], Float32Array.from([3])),
  input: { shape: [2], type: 'real' },
  target: { kind: 'real' },
}
const model = sequenceOf(data.input, [['affine', { units: 1, bias: false }]])
const start = [
  ...initialValues(1, 'affine#0.weights', {
    shape: [2, 1],
    fanIn: 2,
    fanOut: 1,
    initializer: { definition: xavierUniform, options: {} },
  }),
]
const slopeAt = (w: Vector): Vector => {
  const error = w.reduce((sum, x, i) => sum + x * (row[i] ?? 0), -3)
  return row.map((x) => 2 * error * x)
}

async function trainedWeights(optimizer: keyof typeof optimizers, options: Options, more: Options = {}) {
  const procedure = openSupervised(() => Promise.resolve(data), context)
  const training = {
    loss: resolved(losses.mse),
    optimizer: resolved(optimizers[optimizer], { learning_rate: rate, ...options }),
    batch_size: 1,
    epochs: 5,
    ...more,
  }
  const path = join(await mkdtemp(join(tmpdir(), 'espalier-optimizer-')), 'state')
  await procedure.train([
    requestFor(specifiedAs(model, training), { rows: { train: rowsFrom(0, 1) }, checkpointOut: path }),
  ])
  await procedure.close()
  return readCheckpoint(path)
}

describe('optimizers', () => {
  test.each(cases)('%s with %o takes the steps of its formula', async (optimizer, options, twin) => {
    let state: readonly [Vector, readonly Vector[]] = [start, []]
    for (let t = 1; t <= 5; t += 1) state = twin(state[0], slopeAt(state[0]), state[1], t)
    const { state: tensors, step } = await trainedWeights(optimizer, options)
    const close = (found: ArrayLike<number> | undefined, wanted: Vector): void =>
      wanted.forEach((value, index) => expect(found?.[index]).toBeCloseTo(value, 4))
    expect(step).toBe(5)
    close(tensors[0]?.values, state[0])
    state[1].forEach((slot, index) => close(tensors[1 + index]?.values, slot))
    expect(tensors).toHaveLength(1 + state[1].length)
  })

  test('clipping scales a long gradient down to the stated norm and leaves a short one alone', async () => {
    const clippedTwin = (largest: number): Vector => {
      let w: Vector = start
      for (let t = 0; t < 5; t += 1) {
        const g = slopeAt(w)
        const norm = Math.hypot(...g)
        w = zip(w, g, (x, y) => x - rate * y * Math.min(1, largest / norm))
      }
      return w
    }
    for (const largest of [0.5, 1000]) {
      const { state } = await trainedWeights('sgd', {}, { clip_norm: largest })
      clippedTwin(largest).forEach((value, index) => expect(state[0]?.values[index]).toBeCloseTo(value, 4))
    }
  })
})
