// Parzen estimators against a twin that is written straight from the formulas, and against their own draws.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { addTrial, noObservations } from '../../../../runtime/samplers/parzen/observations.js'
import type { Mixture } from '../../../../runtime/samplers/parzen/mixture.js'
import { mixtureOf } from '../../../../runtime/samplers/parzen/mixture.js'
import type { Settings } from '../../../../runtime/samplers/parzen/settings.js'
import { settingsOf } from '../../../../runtime/samplers/parzen/settings.js'
import { forgettingWeights } from '../../../../runtime/samplers/parzen/weights.js'
import type { Domain, Value } from '../../../../runtime/space/decision.js'
import { normalCdf } from '../../../../runtime/support/normal.js'
import { randomStream } from '../../../../runtime/support/random.js'

type Trial = readonly Value[]

function fitted(domains: readonly Domain[], trials: readonly Trial[], settings: Settings): Mixture {
  const seen = noObservations()
  const decisions = domains.map((domain, index) => ({ path: `x${String(index)}`, domain, structural: false }))
  trials.forEach((trial, number) => {
    const choices = decisions.map((decision, index) => ({ decision, value: trial[index] ?? 0 }))
    addTrial(seen, number, choices)
  })
  const rows = trials.map((_, row) => row)
  return mixtureOf([...seen.columns.values()], { rows, componentOf: Int32Array.from(rows) }, settings)
}

/** Where a value lies, where its cell begins and ends (equal for continuous domains), and the ends of the axis. */
function lineOf(domain: Domain, value: Value) {
  const x = Number(value)
  switch (domain.kind) {
    case 'uniform':
      return { at: x, cell: undefined, low: domain.low, high: domain.high }
    case 'log_uniform':
      return { at: Math.log(x), cell: undefined, low: Math.log(domain.low), high: Math.log(domain.high) }
    case 'int':
      return { at: x, cell: [x - 0.5, x + 0.5] as const, low: domain.low - 0.5, high: domain.high + 0.5 }
    case 'log_int':
      return {
        at: Math.log(x),
        cell: [Math.log(x - 0.5), Math.log(x + 0.5)] as const,
        low: Math.log(domain.low - 0.5),
        high: Math.log(domain.high + 0.5),
      }
    default: {
      const rank = domain.kind === 'values' ? domain.values.indexOf(value) : x
      const count = domain.kind === 'values' ? domain.values.length : 0
      return { at: rank, cell: [rank - 0.5, rank + 0.5] as const, low: -0.5, high: count - 0.5 }
    }
  }
}

/** Density (or probability) of a trial's kernel at a value; `centre` undefined: the prior's. */
function kernel(domain: Domain, all: readonly Value[], centre: number | undefined, value: Value): number {
  const count = all.length
  if (domain.kind === 'values' && !domain.ordered) {
    const k = domain.values.length
    if (centre === undefined) return 1 / k
    const share = 1 / (count + 1)
    return (share + (all[centre] === value ? 1 : 0)) / (k * share + 1)
  }
  const { at, cell, low, high } = lineOf(domain, value)
  const centres = all.map((other) => lineOf(domain, other).at)
  let mean = (low + high) / 2
  let deviation = high - low
  if (centre !== undefined) {
    mean = centres[centre] ?? 0
    // Neighbours in the stable order of positions.
    const order = centres
      .map((_, index) => index)
      .sort((a, b) => (centres[a] ?? 0) - (centres[b] ?? 0) || a - b)
    const place = order.indexOf(centre)
    const gap = (other: number | undefined): number =>
      other === undefined ? 0 : Math.abs((centres[other] ?? 0) - mean)
    deviation =
      count === 1 ? Math.max(mean - low, high - mean) : Math.max(gap(order[place - 1]), gap(order[place + 1]))
    deviation = Math.min(high - low, Math.max((high - low) / Math.min(100, 2 + count), deviation))
  }
  const cdf = (x: number): number => normalCdf((x - mean) / deviation)
  const inside = cdf(high) - cdf(low)
  if (cell !== undefined) return (cdf(cell[1]) - cdf(cell[0])) / inside
  const z = (at - mean) / deviation
  return Math.exp((-z * z) / 2) / (Math.sqrt(2 * Math.PI) * deviation * inside)
}

function densityByFormula(domains: readonly Domain[], trials: readonly Trial[], point: Trial): number {
  const n = trials.length
  const weights = trials.map((_, index) => {
    if (n <= 25 || index >= n - 25) return 1
    return n - 25 === 1 ? 1 / n : 1 / n + ((1 - 1 / n) * index) / (n - 26)
  })
  const total = weights.reduce((sum, weight) => sum + weight, 0) + 1
  const product = (k: number | undefined): number =>
    domains.reduce((result, domain, column) => {
      const all = trials.map((trial) => trial[column] ?? 0)
      return result * kernel(domain, all, k, point[column] ?? 0)
    }, 1)
  return weights.reduce((sum, weight, k) => sum + weight * product(k), product(undefined)) / total
}

const domains: readonly Domain[] = [
  { kind: 'uniform', low: -2, high: 3 },
  { kind: 'log_uniform', low: 1e-4, high: 1 },
  { kind: 'int', low: -3, high: 40 },
  { kind: 'log_int', low: 1, high: 300 },
  { kind: 'values', values: [8, 16, 32, 64], ordered: true },
  { kind: 'values', values: ['a', 'b', 'c'], ordered: false },
]

const valueOf = (domain: Domain): fc.Arbitrary<Value> => {
  switch (domain.kind) {
    case 'int':
    case 'log_int':
      return fc.integer({ min: domain.low, max: domain.high })
    case 'values':
      return fc.constantFrom(...domain.values)
    case 'normal':
      return fc.double({ min: -9, max: 9, noNaN: true })
    default:
      return fc.double({ min: domain.low, max: domain.high, noNaN: true })
  }
}

const coordinates = (chosen: readonly Domain[], point: Trial): readonly number[] =>
  chosen.map((domain, index) => {
    const value = point[index] ?? 0
    if (domain.kind === 'values') return domain.values.indexOf(value)
    if (domain.kind === 'int' || domain.kind === 'log_int') return Number(value) - domain.low
    return domain.kind === 'log_uniform' ? Math.log(Number(value)) : Number(value)
  })

const usual = settingsOf({})

describe('the density', () => {
  test('is that of the formulas, for any columns and any trials', () => {
    const scene = fc
      .subarray([...domains], { minLength: 1 })
      .chain((chosen) =>
        fc.tuple(
          fc.constant(chosen),
          fc.array(fc.tuple(...chosen.map(valueOf)), { minLength: 0, maxLength: 40 }),
          fc.tuple(...chosen.map(valueOf)),
        ),
      )
    fc.assert(
      fc.property(scene, ([chosen, trials, point]) => {
        // Without trials there are no columns to model; the sampler never asks for such a block.
        fc.pre(trials.length > 0)
        const found = fitted(chosen, trials, usual).logDensity(coordinates(chosen, point))
        expect(found).toBeCloseTo(Math.log(densityByFormula(chosen, trials, point)), 8)
      }),
      { numRuns: 200 },
    )
  })

  test.each(domains.map((domain) => [domain.kind, domain] as const))('of %s integrates to 1', (_, domain) => {
    const random = randomStream('integral', domain.kind)
    const trials: Trial[] = Array.from({ length: 12 }, () => {
      const [value] = fc.sample(valueOf(domain), { numRuns: 1, seed: random.integer(1000000) })
      return [value ?? 0]
    })
    const mixture = fitted([domain], trials, usual)
    let sum = 0
    if (domain.kind === 'uniform' || domain.kind === 'log_uniform') {
      const { low, high } = lineOf(domain, domain.low)
      const steps = 20000
      for (let step = 0; step < steps; step += 1) {
        const x = low + ((step + 0.5) / steps) * (high - low)
        sum += (Math.exp(mixture.logDensity([x])) * (high - low)) / steps
      }
    } else {
      const count =
        domain.kind === 'values' ? domain.values.length : 'low' in domain ? domain.high - domain.low + 1 : 0
      for (let index = 0; index < count; index += 1) sum += Math.exp(mixture.logDensity([index]))
    }
    expect(sum).toBeCloseTo(1, 6)
  })
})

describe('draws', () => {
  test('of a continuous column follow its density (Kolmogorov–Smirnov at 0.1 %)', () => {
    const domain: Domain = { kind: 'uniform', low: 0, high: 1 }
    const trials: Trial[] = [[0.02], [0.1], [0.11], [0.6], [0.97]]
    const mixture = fitted([domain], trials, usual)
    const random = randomStream('draws', 1)
    const count = 4000
    const draws = Array.from({ length: count }, () => mixture.draw(random)[0] ?? 0).sort((a, b) => a - b)
    expect(draws[0]).toBeGreaterThanOrEqual(0)
    expect(draws.at(-1)).toBeLessThanOrEqual(1)
    let distance = 0
    let share = 0
    let from = 0
    draws.forEach((draw, index) => {
      const middle = (from + draw) / 2
      share += Math.exp(mixture.logDensity([middle])) * (draw - from)
      from = draw
      distance = Math.max(distance, Math.abs(share - (index + 0.5) / count))
    })
    expect(distance).toBeLessThan(1.95 / Math.sqrt(count))
  })

  test.each(domains.slice(2).map((domain) => [domain.kind, domain] as const))(
    'of a %s column meet each value as often as its density says (χ² at 0.1 %)',
    (_, domain) => {
      const trials: Trial[] = fc.sample(fc.tuple(valueOf(domain)), { numRuns: 6, seed: 11 })
      const mixture = fitted([domain], trials, usual)
      const random = randomStream('draws', 2, domain.kind)
      const count = 6000
      const met = new Map<number, number>()
      for (let draw = 0; draw < count; draw += 1) {
        const [index = 0] = mixture.draw(random)
        met.set(index, (met.get(index) ?? 0) + 1)
      }
      let statistic = 0
      let cells = 0
      let expected = 0
      let seen = 0
      const size =
        domain.kind === 'values' ? domain.values.length : 'low' in domain ? domain.high - domain.low + 1 : 0
      for (let index = 0; index < size; index += 1) {
        // Neighbours are pooled until ten draws are expected.
        expected += count * Math.exp(mixture.logDensity([index]))
        seen += met.get(index) ?? 0
        if (expected < 10 && index < size - 1) continue
        statistic += (seen - expected) ** 2 / expected
        cells += 1
        expected = 0
        seen = 0
      }
      // Wilson and Hilferty's approximation of the χ² quantile at 99.9 %.
      const freedom = Math.max(1, cells - 1)
      const bound = freedom * (1 - 2 / (9 * freedom) + 3.0902 * Math.sqrt(2 / (9 * freedom))) ** 3
      expect(statistic).toBeLessThan(bound)
    },
  )
})

test('weights: all 1 up to 25 trials, then a ramp from 1/n; the prior is one more trial', () => {
  expect([...forgettingWeights(3, 25, 1)]).toEqual([0.25, 0.25, 0.25, 0.25])
  expect([...forgettingWeights(0, 25, 0)]).toEqual([1])
  const weights = forgettingWeights(28, 25, 1)
  const scale = weights[28] ?? 0
  expect((weights[0] ?? 0) / scale).toBeCloseTo(1 / 28, 12)
  expect((weights[1] ?? 0) / scale).toBeCloseTo((1 / 28 + 1) / 2, 12)
  expect((weights[2] ?? 0) / scale).toBeCloseTo(1, 12)
  expect((weights[3] ?? 0) / scale).toBeCloseTo(1, 12)
  expect(weights.reduce((sum, weight) => sum + weight, 0)).toBeCloseTo(1, 12)
})
