// Small estimators and planning: moments, t test, Holm, effect sizes, attainable levels, needed units.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { attainableSigned, leastUnits } from '../../../runtime/statistics/attainable.js'
import { cohensD, superiority } from '../../../runtime/statistics/effect-size.js'
import { adjustHolm, reaches } from '../../../runtime/statistics/holm.js'
import { mean, median, standardDeviation } from '../../../runtime/statistics/moments.js'
import { neededUnits } from '../../../runtime/statistics/needed-n.js'
import { testT, tInterval } from '../../../runtime/statistics/t-test.js'
import { randomStream } from '../../../runtime/support/random.js'

const sample = [0.3, -0.1, 0.7, 0.2, 0.55, -0.25, 0.9, 0.15]

describe('moments', () => {
  test('are the textbook ones', () => {
    expect(mean([1, 2, 6])).toBe(3)
    expect(standardDeviation([1, 2, 6])).toBeCloseTo(Math.sqrt(7), 14)
    expect(median([5, 1, 3])).toBe(3)
    expect(median([5, 1, 3, 4])).toBe(3.5)
    expect(mean([])).toBeNaN()
    expect(standardDeviation([1])).toBeNaN()
  })

  test('keep digits beside a large offset', () => {
    expect(standardDeviation([1e9 + 1, 1e9 + 2, 1e9 + 3])).toBe(1)
  })
})

describe('the t test', () => {
  test("equals SciPy's", () => {
    expect(testT(sample).twoSided).toBeCloseTo(0.06297088818407692, 11)
    expect(testT(sample).greater).toBeCloseTo(0.03148544409203846, 11)
    const { low, high } = tInterval(sample, 0.95)
    expect(low).toBeCloseTo(-0.021704638964773426, 11)
    expect(high).toBeCloseTo(0.6342046389647735, 11)
  })

  test('does not divide by a missing spread', () => {
    expect(testT([0, 0, 0])).toMatchObject({ greater: 1, less: 1, twoSided: 1 })
    expect(testT([0.1, 0.1, 0.1])).toMatchObject({ greater: 0, less: 1, twoSided: 0 })
    expect(testT([3])).toMatchObject({ twoSided: 1 })
    expect(tInterval([3], 0.95)).toMatchObject({ low: -Infinity, high: Infinity })
  })
})

describe("Holm's correction", () => {
  test("adjusts Holm's kind of example by hand", () => {
    expect(adjustHolm([0.01, 0.04, 0.03, 0.005])).toEqual([0.03, 0.06, 0.06, 0.02])
  })

  test('rejects what the step-down procedure rejects', () => {
    const ps = fc.array(fc.double({ min: 0, max: 0.2, noNaN: true }), { minLength: 1, maxLength: 8 })
    const property = fc.property(ps, (pValues) => {
      const order = pValues.map((_, i) => i).sort((a, b) => (pValues[a] ?? 0) - (pValues[b] ?? 0))
      const rejected = new Set<number>()
      for (const [place, index] of order.entries()) {
        if ((pValues[index] ?? 1) > 0.05 / (pValues.length - place)) break
        rejected.add(index)
      }
      adjustHolm(pValues).forEach((p, i) => expect(reaches(p, 0.05)).toBe(rejected.has(i)))
    })
    fc.assert(property, { seed: 7, numRuns: 300 })
  })
})

describe('effect sizes', () => {
  test('count ties half and need a spread', () => {
    expect(superiority([1, -1, 0, 2])).toBe(0.625)
    expect(superiority([])).toBeUndefined()
    expect(cohensD([1, 2, 3])).toBe(2)
    expect(cohensD([2, 2])).toBeUndefined()
  })
})

describe('attainable levels', () => {
  test('need six pairs for a two-sided 5 %, five for a one-sided one', () => {
    expect(attainableSigned(5, 2)).toBe(0.0625)
    expect(attainableSigned(0, 2)).toBe(1)
    expect([leastUnits(0.05, 2), leastUnits(0.05, 1), leastUnits(0.025, 2)]).toEqual([6, 5, 7])
  })
})

describe('needed units', () => {
  const plan = { distance: 0.5, spread: 1, alpha: 0.05, sides: 2, least: 6 } as const

  test('give the planned power in simulation', () => {
    const n = neededUnits(plan) ?? 0
    // The usual tables say 34 for d = 0.5, two-sided 5 %, power 80 %.
    expect(Math.abs(n - 34)).toBeLessThanOrEqual(1)
    const random = randomStream(8, 'power')
    let decided = 0
    for (let repeat = 0; repeat < 2000; repeat += 1) {
      const values = Array.from({ length: n }, () => 0.5 + random.normal())
      if (testT(values).twoSided <= 0.05) decided += 1
    }
    expect(decided / 2000).toBeGreaterThan(0.77)
    expect(decided / 2000).toBeLessThan(0.84)
  })

  test('never fall below what the test can reach, and are absent without an effect', () => {
    expect(neededUnits({ ...plan, distance: 100 })).toBe(6)
    expect(neededUnits({ ...plan, spread: 0 })).toBe(6)
    expect(neededUnits({ ...plan, distance: 0 })).toBeUndefined()
    expect(neededUnits({ ...plan, distance: 1e-6 })).toBeUndefined()
  })
})
