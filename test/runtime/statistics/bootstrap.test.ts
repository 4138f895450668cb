// Bootstrap intervals against SciPy's, coverage by simulation, and the p-value's agreement with the interval.
import { describe, expect, test } from '@jest/globals'
import {
  bcaInterval,
  bootstrapMean,
  percentileInterval,
  testBootstrap,
} from '../../../runtime/statistics/bootstrap.js'
import { randomStream } from '../../../runtime/support/random.js'

const sample = [0.3, -0.1, 0.7, 0.2, 0.55, -0.25, 0.9, 0.15]

describe('the bootstrap of a mean', () => {
  const bootstrap = bootstrapMean(sample, randomStream(3, 'bootstrap'))

  test("comes within resampling noise of SciPy's 200,000 resamples", () => {
    const percentile = percentileInterval(bootstrap, 0.95)
    const bca = bcaInterval(bootstrap, 0.95)
    for (const [actual, expected] of [
      [percentile.low, 0.05625],
      [percentile.high, 0.5625],
      [bca.low, 0.0625],
      [bca.high, 0.56875],
    ] as const) {
      expect(Math.abs(actual - expected)).toBeLessThan(0.02)
    }
  })

  test('shifts the BCa interval to the side of a long tail', () => {
    const skewed = bootstrapMean([0, 0, 0, 0, 0.1, 0.1, 0.2, 0.3, 5], randomStream(4))
    expect(bcaInterval(skewed, 0.9).high).toBeGreaterThan(percentileInterval(skewed, 0.9).high)
    expect(bcaInterval(skewed, 0.9).low).toBeGreaterThanOrEqual(percentileInterval(skewed, 0.9).low)
  })

  test('repeats with its stream', () => {
    expect(bootstrapMean(sample, randomStream(3, 'bootstrap'))).toEqual(bootstrap)
  })

  test('has p-values that invert the BCa interval', () => {
    const { greater } = testBootstrap(sample, randomStream(3, 'bootstrap'))
    const touching = bcaInterval(bootstrap, 1 - 2 * greater)
    expect(Math.abs(touching.low)).toBeLessThan(0.01)
  })

  test('never claims more than the signs could show', () => {
    const { greater, twoSided } = testBootstrap([1, 1.1, 0.9], randomStream(5))
    expect([greater, twoSided]).toEqual([0.125, 0.25])
  })

  test('covers a true mean of zero about as often as it says, at 12 normal values', () => {
    const random = randomStream(6, 'coverage')
    let covered = 0
    for (let repeat = 0; repeat < 80; repeat += 1) {
      const values = Array.from({ length: 12 }, () => random.normal())
      const { low, high } = bcaInterval(bootstrapMean(values, random.derive(repeat)), 0.9)
      if (low <= 0 && 0 <= high) covered += 1
    }
    expect(covered / 80).toBeGreaterThan(0.76)
    expect(covered / 80).toBeLessThan(0.97)
  })
})
