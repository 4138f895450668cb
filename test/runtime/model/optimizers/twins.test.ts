// Every optimizer against an implementation of its paper's algorithm in double precision, written apart from ours: 25 steps on a linear
// regression and on a small network with hand-written gradients, all parameters and slots compared; first steps against hand values.
import { mkdtemp } from 'node:fs/promises'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import * as losses from '../../../../runtime/model/losses/index.js'
import * as optimizers from '../../../../runtime/model/optimizers/index.js'
import type { Options } from '../../../../runtime/model/options.js'
import { randomStream } from '../../../../runtime/support/random.js'
import { tensorFrom } from '../../../../runtime/tensor/tensor.js'
import { readCheckpoint, type SavedTensor } from '../../../../runtime/trial/checkpoint.js'
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

type Vector = number[]
/** Changes weights and slots in place by the gradient of step t (from 1). */
type Twin = (w: Vector, g: Vector, slots: Record<string, Vector>, t: number) => void

const norm = (x: Vector): number => Math.sqrt(x.reduce((sum, entry) => sum + entry * entry, 0))
const at = (x: Vector | undefined, i: number): number => x?.[i] ?? Number.NaN
/** The slot, made of zeros on first use. */
const slot = (slots: Record<string, Vector>, name: string, w: Vector): Vector =>
  (slots[name] ??= w.map(() => 0))

const lr = 0.05
const [b1, b2] = [0.8, 0.95]
const eps = 1e-3

/** Kingma and Ba: m̂ and v̂ in place. */
function adamMoments(w: Vector, g: Vector, slots: Record<string, Vector>, t: number) {
  const m = slot(slots, 'mean', w)
  const v = slot(slots, 'square', w)
  w.forEach((_, i) => {
    m[i] = b1 * at(m, i) + (1 - b1) * at(g, i)
    v[i] = b2 * at(v, i) + (1 - b2) * at(g, i) ** 2
  })
  return {
    m,
    v,
    mHat: m.map((x) => x / (1 - b1 ** t)),
    vHat: v.map((x) => x / (1 - b2 ** t)),
  }
}

const penalty = (w: Vector, g: Vector, decay: number): Vector => g.map((x, i) => x + decay * at(w, i))

const twins: readonly (readonly [keyof typeof optimizers, Options, Twin])[] = [
  [
    'momentum',
    { momentum: 0.7, dampening: 0.4, weight_decay: 0.1 },
    (w, g0, slots) => {
      const g = penalty(w, g0, 0.1)
      const v = slot(slots, 'velocity', w)
      w.forEach((_, i) => {
        v[i] = 0.7 * at(v, i) + 0.6 * at(g, i)
        w[i] = at(w, i) - lr * at(v, i)
      })
    },
  ],
  [
    'amsgrad',
    { betas: [b1, b2], epsilon: eps, weight_decay: 0.1 },
    (w, g0, slots, t) => {
      const largest = slot(slots, 'largest', w)
      const { mHat, v } = adamMoments(w, penalty(w, g0, 0.1), slots, t)
      w.forEach((x, i) => {
        largest[i] = Math.max(at(largest, i), at(v, i))
        w[i] = x - (lr * at(mHat, i)) / (Math.sqrt(at(largest, i) / (1 - b2 ** t)) + eps)
      })
    },
  ],
  [
    'adagrad',
    { epsilon: eps, weight_decay: 0.1 },
    (w, g0, slots) => {
      const g = penalty(w, g0, 0.1)
      const sum = slot(slots, 'sum', w)
      w.forEach((x, i) => {
        sum[i] = at(sum, i) + at(g, i) ** 2
        w[i] = x - (lr * at(g, i)) / (Math.sqrt(at(sum, i)) + eps)
      })
    },
  ],
  [
    'adadelta',
    { decay: 0.9, epsilon: eps },
    (w, g, slots) => {
      const square = slot(slots, 'square', w)
      const moved = slot(slots, 'moved', w)
      w.forEach((x, i) => {
        square[i] = 0.9 * at(square, i) + 0.1 * at(g, i) ** 2
        const step = (Math.sqrt(at(moved, i) + eps) / Math.sqrt(at(square, i) + eps)) * at(g, i)
        moved[i] = 0.9 * at(moved, i) + 0.1 * step ** 2
        w[i] = x - lr * step
      })
    },
  ],
  [
    'lion',
    { betas: [b1, b2], weight_decay: 0.1 },
    (w, g, slots) => {
      const m = slot(slots, 'momentum', w)
      w.forEach((x, i) => {
        const c = b1 * at(m, i) + (1 - b1) * at(g, i)
        w[i] = x - lr * (Math.sign(c) + 0.1 * x)
        m[i] = b2 * at(m, i) + (1 - b2) * at(g, i)
      })
    },
  ],
  [
    'lamb',
    { betas: [b1, b2], epsilon: eps, weight_decay: 0.1 },
    (w, g, slots, t) => {
      const { mHat, vHat } = adamMoments(w, g, slots, t)
      const u = w.map((x, i) => at(mHat, i) / (Math.sqrt(at(vHat, i)) + eps) + 0.1 * x)
      const ratio = norm(w) > 0 && norm(u) > 0 ? norm(w) / norm(u) : 1
      w.forEach((x, i) => (w[i] = x - lr * ratio * at(u, i)))
    },
  ],
  [
    'radam',
    { betas: [b1, b2], epsilon: eps },
    (w, g, slots, t) => {
      const { mHat, v } = adamMoments(w, g, slots, t)
      const rhoInf = 2 / (1 - b2) - 1
      const rho = rhoInf - (2 * t * b2 ** t) / (1 - b2 ** t)
      w.forEach((x, i) => {
        if (rho <= 4) w[i] = x - lr * at(mHat, i)
        else {
          const r = Math.sqrt(((rho - 4) * (rho - 2) * rhoInf) / ((rhoInf - 4) * (rhoInf - 2) * rho))
          w[i] = x - (lr * r * at(mHat, i)) / (Math.sqrt(at(v, i) / (1 - b2 ** t)) + eps)
        }
      })
    },
  ],
]

/** Eight rows of three features with a target that is not linear in them. */
const rows = 8
const features = 3
const random = randomStream('optimizer twins')
const x = Array.from({ length: rows }, () =>
  Array.from({ length: features }, () => Math.fround(random.normal())),
)
const y = x.map((row) => Math.fround(Math.sin(at(row, 0)) + 0.5 * at(row, 1) * at(row, 2)))
const data: PreparedData = {
  key: 'twins',
  features: tensorFrom('float32', [rows, features], Float32Array.from(x.flat())),
  targets: tensorFrom('float32', [rows], Float32Array.from(y)),
  input: { shape: [features], type: 'real' },
  target: { kind: 'real' },
}

/** Weights by name, as the graph names them. */
type Weights = Record<string, Vector>

/** Gradient of the mean of (x·w + b − y)². */
function linearGradients({ 'affine#0.weights': w = [], 'affine#0.bias': b = [] }: Weights): Weights {
  const gw = w.map(() => 0)
  let gb = 0
  x.forEach((row, n) => {
    const error = row.reduce((sum, entry, i) => sum + entry * at(w, i), at(b, 0)) - at(y, n)
    row.forEach((entry, i) => (gw[i] = at(gw, i) + (2 / rows) * error * entry))
    gb += (2 / rows) * error
  })
  return { 'affine#0.weights': gw, 'affine#0.bias': [gb] }
}

const hidden = 4
/** Gradient of the mean of (tanh(x·W + b)·v + c − y)². */
function networkGradients(weights: Weights): Weights {
  const { 'affine#0.weights': W = [], 'affine#0.bias': b = [] } = weights
  const { 'affine#2.weights': v = [], 'affine#2.bias': c = [] } = weights
  const g: Required<Weights> = Object.fromEntries(
    Object.entries(weights).map(([name, values]) => [name, values.map(() => 0)]),
  )
  const add = (name: string, i: number, value: number): void => {
    const list = g[name] ?? []
    list[i] = at(list, i) + value
  }
  x.forEach((row, n) => {
    const h = b.map((bias, j) =>
      Math.tanh(row.reduce((sum, entry, i) => sum + entry * at(W, i * hidden + j), bias)),
    )
    const error = (2 / rows) * (h.reduce((sum, entry, j) => sum + entry * at(v, j), at(c, 0)) - at(y, n))
    add('affine#2.bias', 0, error)
    h.forEach((entry, j) => {
      add('affine#2.weights', j, error * entry)
      const back = error * at(v, j) * (1 - entry * entry)
      add('affine#0.bias', j, back)
      row.forEach((input, i) => add('affine#0.weights', i * hidden + j, back * input))
    })
  })
  return g
}

const problems = {
  linear: { model: sequenceOf(data.input, [['affine', { units: 1 }]]), gradients: linearGradients },
  network: {
    model: sequenceOf(data.input, [['affine', { units: hidden }], ['tanh'], ['affine', { units: 1 }]]),
    gradients: networkGradients,
  },
} as const

/** State after full-batch steps, one an epoch. */
async function trained(
  problem: keyof typeof problems,
  kind: keyof typeof optimizers,
  options: Options,
  steps: number,
): Promise<readonly SavedTensor[]> {
  const procedure = openSupervised(() => Promise.resolve(data), context)
  const training = {
    loss: resolved(losses.mse),
    optimizer: resolved(optimizers[kind], { learning_rate: lr, ...options }),
    batch_size: rows,
    epochs: steps,
  }
  const specified = specifiedAs(problems[problem].model, training)
  const path = join(await mkdtemp(join(tmpdir(), 'espalier-twin-')), 'state')
  const [outcome] = await procedure.train([
    requestFor(specified, { rows: { train: rowsFrom(0, rows) }, checkpointOut: path }),
  ])
  await procedure.close()
  expect(outcome?.end).toBe('completed')
  return (await readCheckpoint(path)).state
}

const namesOf = (state: readonly SavedTensor[]): readonly string[] => state.map(({ name }) => name)

describe('optimizers and their papers', () => {
  test.each(twins.flatMap((twin) => [['linear', ...twin] as const, ['network', ...twin] as const]))(
    '25 steps on the %s problem with %s %o',
    async (problem, kind, options, twin) => {
      const start = await trained(problem, 'sgd', { learning_rate: 1e-60 }, 1)
      const weights: Weights = Object.fromEntries(start.map(({ name, values }) => [name, [...values]]))
      const slots = new Map(Object.keys(weights).map((name) => [name, {} as Record<string, Vector>]))
      for (let t = 1; t <= 25; t += 1) {
        const gradients = problems[problem].gradients(weights)
        for (const [name, w] of Object.entries(weights))
          twin(w, gradients[name] ?? [], slots.get(name) ?? {}, t)
      }
      const state = await trained(problem, kind, options, 25)
      const wanted = Object.entries(weights).flatMap(([name, w]) => [
        [name, w] as const,
        ...Object.entries(slots.get(name) ?? {}).map(([key, value]) => [`${name}~${key}`, value] as const),
      ])
      expect([...namesOf(state)].sort()).toEqual(wanted.map(([name]) => name).sort())
      for (const [name, values] of wanted) {
        const found = state.find((tensor) => tensor.name === name)?.values ?? []
        expect(found).toHaveLength(values.length)
        values.forEach((value, i) => expect(Math.abs((found[i] ?? Number.NaN) - value)).toBeLessThan(2e-5))
      }
    },
  )

  test('the moments twin moves weights far enough for its comparison to mean something', async () => {
    const [start, end] = [
      await trained('network', 'sgd', { learning_rate: 1e-60 }, 1),
      await trained('network', 'lamb', {}, 25),
    ]
    const moved = start.map(({ name, values }) => {
      const after = end.find((tensor) => tensor.name === name)?.values ?? []
      return norm([...values].map((value, i) => value - (after[i] ?? 0)))
    })
    expect(Math.min(...moved)).toBeGreaterThan(0.05)
  })
})

describe('first steps', () => {
  test('of radam with β₂ = 0.999 leave the adaptive scale out until its length ρ passes 4, after step 4', () => {
    const floors = [1, 2, 3, 4, 5, 6].map((t) => optimizers.radam.stepScalars({}, t, 1)['floor'])
    expect(floors).toEqual([1, 1, 1, 1, 1e-8, 1e-8])
  })

  test('of radam are rectified to a small share of Adam’s, which nears 1', () => {
    const share = (t: number): number =>
      (optimizers.radam.stepScalars({}, t, 1)['size'] ?? 0) /
      (optimizers.adam.stepScalars({}, t, 1)['size'] ?? 1)
    expect(share(5)).toBeLessThan(0.05)
    expect(share(10000)).toBeGreaterThan(0.99)
  })

  // With gradient g, each algorithm's first step is known by hand: η·g/|g| up to ε, √ε·g/√((1 − ρ)·g² + ε) for adadelta, η·sign g for
  // lion, η·‖w‖·u/‖u‖ for lamb with u = sign g.
  test.each([
    ['adagrad', { epsilon: 1e-10 }, (g: Vector) => g.map((entry) => lr * Math.sign(entry))],
    ['amsgrad', { epsilon: 1e-12 }, (g: Vector) => g.map((entry) => lr * Math.sign(entry))],
    ['lion', {}, (g: Vector) => g.map((entry) => lr * Math.sign(entry))],
    ['radam', {}, (g: Vector) => g.map((entry) => lr * entry)],
    [
      'adadelta',
      {},
      (g: Vector) => g.map((entry) => (lr * Math.sqrt(1e-6) * entry) / Math.sqrt(0.05 * entry ** 2 + 1e-6)),
    ],
    [
      'lamb',
      { epsilon: 1e-12, weight_decay: 0 },
      (g: Vector, w: Vector) => g.map((entry) => (lr * Math.sign(entry) * norm(w)) / Math.sqrt(g.length)),
    ],
  ] as const)('of %s %o has the size known by hand', async (kind, options, moved) => {
    const [before] = await trained('linear', 'sgd', { learning_rate: 1e-60 }, 1)
    const [after] = await trained('linear', kind, options, 1)
    const w = [...(before?.values ?? [])]
    const g = linearGradients({ 'affine#0.weights': w, 'affine#0.bias': [0] })['affine#0.weights'] ?? []
    moved(g, w).forEach((step, i) => expect(at(w, i) - (after?.values[i] ?? 0)).toBeCloseTo(step, 6))
  })
})
