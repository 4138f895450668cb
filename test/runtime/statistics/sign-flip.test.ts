// The sign-flip test against plain enumeration, Fisher's published count and simulation.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { signFlipInterval } from '../../../runtime/statistics/sign-flip-interval.js'
import { testSignFlip } from '../../../runtime/statistics/sign-flip.js'
import { randomStream } from '../../../runtime/support/random.js'

/** Darwin's maize: differences in eighths of an inch (Fisher, "The Design of Experiments", 1935, §17). */
const darwin = [49, -67, 8, 16, 6, 23, 28, 41, 14, 29, 56, 24, 75, 60, -48]
const stream = () => randomStream(1, 'sign-flip')

/** Shares of all 2^n patterns of whole numbers: no tolerance is needed. */
function enumerate(differences: readonly number[]) {
  const observed = differences.reduce((sum, d) => sum + d, 0)
  let greater = 0
  let less = 0
  let extreme = 0
  for (let pattern = 0; pattern < 2 ** differences.length; pattern += 1) {
    const sum = differences.reduce((total, d, i) => total + ((pattern >> i) & 1 ? -d : d), 0)
    if (sum >= observed) greater += 1
    if (sum <= observed) less += 1
    if (Math.abs(sum) >= Math.abs(observed)) extreme += 1
  }
  const patterns = 2 ** differences.length
  return { greater: greater / patterns, less: less / patterns, twoSided: extreme / patterns }
}

const wholes = fc.array(fc.integer({ min: -6, max: 6 }), { minLength: 1, maxLength: 11 })

describe('the sign-flip test', () => {
  test("gives Fisher's 863 of 32768 for Darwin's maize", () => {
    const result = testSignFlip(darwin, stream())
    expect(result.greater).toBe(863 / 32768)
    expect(result.twoSided).toBe(1726 / 32768)
    expect(result.distribution).toBe('exact')
  })

  test('equals enumeration, ties and zeros included', () => {
    const property = fc.property(wholes, (differences) => {
      expect(testSignFlip(differences, stream())).toEqual({
        ...enumerate(differences),
        distribution: 'exact',
      })
    })
    fc.assert(property, { seed: 2, numRuns: 300 })
  })

  test('sees ties that floating point hides', () => {
    const property = fc.property(wholes, (differences) => {
      const scaled = differences.map((d) => (0.9 + d * 0.1 - 0.9) / 7)
      expect(testSignFlip(scaled, stream()).twoSided).toBe(enumerate(differences).twoSided)
    })
    fc.assert(property, { seed: 3, numRuns: 200 })
  })

  test('is certain of nothing when all differences are zero', () => {
    expect(testSignFlip([0, 0, 0], stream())).toMatchObject({ greater: 1, less: 1, twoSided: 1 })
  })

  test('stays exact at 24 pairs: one sign pattern of 2^24', () => {
    const ascending = Array.from({ length: 24 }, (_, i) => i + 1)
    expect(testSignFlip(ascending, stream()).greater).toBe(2 ** -24)
  })

  test('approaches the exact value by random flips above 30 pairs, and repeats with its stream', () => {
    // 32 equal differences, 20 up: P(at least 20 of 32 heads).
    const differences = Array.from({ length: 32 }, (_, i) => (i < 20 ? 1 : -1))
    const result = testSignFlip(differences, stream())
    expect(result.distribution).toBe('monte_carlo')
    expect(result.greater).toBeCloseTo(0.107663, 2)
    expect(testSignFlip(differences, stream())).toEqual(result)
  })
})

describe('the sign-flip interval', () => {
  test('holds exactly the shifts that the test does not reject', () => {
    const distinct = fc.uniqueArray(fc.integer({ min: -40, max: 60 }), { minLength: 6, maxLength: 10 })
    const property = fc.property(distinct, fc.constantFrom(0.8, 0.9, 0.95), (differences, level) => {
      const { low, high } = signFlipInterval(differences, level, stream())
      for (const [shift, inside] of [
        [low - 0.001, false],
        [low + 0.001, true],
        [high - 0.001, true],
        [high + 0.001, false],
      ] as const) {
        const shifted = differences.map((d) => Math.round((d - shift) * 1e6))
        const { greater, less } = enumerate(shifted)
        expect(2 * Math.min(greater, less) > 1 - level).toBe(inside)
      }
    })
    fc.assert(property, { seed: 4, numRuns: 40 })
  })

  test('is unbounded with five pairs at 95 %, bounded with six', () => {
    expect(signFlipInterval([1, 2, 3, 4, 5], 0.95, stream())).toMatchObject({
      low: -Infinity,
      high: Infinity,
    })
    expect(signFlipInterval([1, 2, 3, 4, 5, 6], 0.95, stream())).toMatchObject({ low: 1, high: 6 })
  })

  test('agrees between listing and bisecting', () => {
    const sixteen = [...darwin, 21]
    const listed = signFlipInterval(sixteen, 0.95, stream())
    // A seventeenth pair at the centre hardly moves the ends, and takes the other path.
    const bisected = signFlipInterval([...sixteen, 21], 0.95, stream())
    expect(Math.abs(bisected.low - listed.low)).toBeLessThan(2)
    expect(Math.abs(bisected.high - listed.high)).toBeLessThan(2)
  })

  test('tells zero inside from zero outside as the exact test does, above the listing limit', () => {
    const property = fc.property(
      fc.uniqueArray(fc.integer({ min: -30, max: 60 }), { minLength: 17, maxLength: 20 }),
      (d) => {
        const { low, high } = signFlipInterval(d, 0.95, stream())
        const zeroInside = low <= 0 && 0 <= high
        expect(testSignFlip(d, stream()).twoSided > 0.05).toBe(zeroInside)
      },
    )
    fc.assert(property, { seed: 5, numRuns: 20 })
  })
})
