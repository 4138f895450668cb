// The signed-rank test against enumeration, SciPy and the printed critical values.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { pseudoMedian, walshInterval } from '../../../runtime/statistics/walsh.js'
import { doubledRanks, rankSumDistribution, testWilcoxon } from '../../../runtime/statistics/wilcoxon.js'

const darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]

function enumerate(differences: readonly number[]) {
  const sizes = differences.map(Math.abs)
  const rank = (d: number) =>
    sizes.filter((other) => other < Math.abs(d)).length +
    (sizes.filter((other) => other === Math.abs(d)).length + 1) / 2
  const moved = differences.filter((d) => d !== 0)
  const observed = moved.reduce((sum, d) => (d > 0 ? sum + rank(d) : sum), 0)
  let greater = 0
  let less = 0
  for (let pattern = 0; pattern < 2 ** moved.length; pattern += 1) {
    const sum = moved.reduce((total, d, i) => total + ((pattern >> i) & 1 ? rank(d) : 0), 0)
    if (sum >= observed) greater += 1
    if (sum <= observed) less += 1
  }
  return { greater: greater / 2 ** moved.length, less: less / 2 ** moved.length }
}

describe('the signed-rank test', () => {
  test("equals SciPy's exact value for Darwin's maize", () => {
    expect(testWilcoxon(darwin).greater).toBe(0.0206298828125)
    expect(testWilcoxon(darwin).twoSided).toBe(0.041259765625)
  })

  test('equals enumeration with ties, and with zeros ranked by Pratt', () => {
    const wholes = fc.array(fc.integer({ min: -5, max: 5 }), { minLength: 1, maxLength: 10 })
    const property = fc.property(wholes, (differences) => {
      expect(testWilcoxon(differences)).toMatchObject(enumerate(differences))
    })
    fc.assert(property, { seed: 6, numRuns: 300 })
  })

  test('can drop zeros first, as Wilcoxon did', () => {
    expect(testWilcoxon([0, 0, 1, 2, -3, 4], 'wilcox')).toEqual(testWilcoxon([1, 2, -3, 4]))
  })

  test('reproduces the printed critical values for a two-sided 5 % test', () => {
    // Largest W with P(W ≤ w) ≤ 0.025 for n = 6 … 10 (Hollander & Wolfe, table A.4).
    const critical = [6, 7, 8, 9, 10].map((n) => {
      const distribution = rankSumDistribution(Array.from({ length: n }, (_, i) => i + 1))
      let cumulative = 0
      return distribution.findIndex((p) => (cumulative += p) > 0.025) - 1
    })
    expect(critical).toEqual([0, 2, 3, 5, 8])
  })

  test('gives mid-ranks to ties, also to those that floating point splits', () => {
    expect(doubledRanks([0.1 + 0.2, 0.3, 0.1, 0.5])).toEqual([5, 5, 2, 8])
  })

  test('is close to the exact tail where it goes over to the normal approximation', () => {
    const differences = Array.from({ length: 201 }, (_, i) => (i % 5 < 2 ? -1 : 1) * (i + 1))
    const positive = differences.reduce((sum, d) => (d > 0 ? sum + d : sum), 0)
    const distribution = rankSumDistribution(Array.from({ length: 201 }, (_, i) => i + 1))
    const exact = distribution.slice(positive).reduce((sum, p) => sum + p, 0)
    const result = testWilcoxon(differences)
    expect(result.distribution).toBe('asymptotic')
    expect(Math.abs(result.greater / exact - 1)).toBeLessThan(0.02)
  })
})

describe('the pseudo-median and its interval', () => {
  test("are those of the textbook for Darwin's maize", () => {
    // Median of the 120 Walsh averages; interval ends are the 26th from each side (n = 15, 95 %).
    const walsh = darwin.flatMap((a, i) => darwin.slice(i).map((b) => (a + b) / 2)).sort((a, b) => a - b)
    expect(pseudoMedian(darwin)).toBe(((walsh[59] ?? 0) + (walsh[60] ?? 0)) / 2)
    expect(walshInterval(darwin, 0.95)).toMatchObject({ low: walsh[25], high: walsh[94] })
  })

  test('is unbounded where the level is out of reach', () => {
    expect(walshInterval([1, 2, 3], 0.95)).toMatchObject({ low: -Infinity, high: Infinity })
  })
})
