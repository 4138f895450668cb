// A/A experiments: two arms drawn from one distribution must be told apart as often as the test's attainable level says, no more.
import { describe, expect, test } from '@jest/globals'
import { concludeClaims } from '../../../runtime/claims/conclude.js'
import { randomStream } from '../../../runtime/support/random.js'
import { binomialBand, binomialProbability } from '../../support/binomial.js'
import { claim, evaluations } from '../../support/rows.js'

const experiments = 1000
const pairs = 8

/** How many of the experiments end in `supported`, and in `refuted`. */
function rejections(by: string, seed: number): readonly [number, number] {
  const counts = { supported: 0, refuted: 0, undecided: 0 }
  for (let experiment = 0; experiment < experiments; experiment += 1) {
    const random = randomStream(seed, 'calibration', experiment)
    const draw = () => Array.from({ length: pairs }, () => 0.9 + 0.02 * random.normal())
    const measurements = [...evaluations('a', draw()), ...evaluations('b', draw())]
    const [result] = concludeClaims([claim({ by })], {
      measurements,
      direction: () => 'maximize',
      seed: experiment,
    })
    counts[result?.outcome ?? 'undecided'] += 1
  }
  return [counts.supported, counts.refuted]
}

describe('1,000 A/A experiments at eight pairs', () => {
  test('the sign-flip test rejects within the 99 % band of its attainable level, 12/256', () => {
    const [supported, refuted] = rejections('paired_permutation', 20261)
    const [least, most] = binomialBand(experiments, 12 / 256, 0.99)
    expect(supported + refuted).toBeGreaterThanOrEqual(least)
    expect(supported + refuted).toBeLessThanOrEqual(most)
    const [leastSide, mostSide] = binomialBand(experiments, 6 / 256, 0.99)
    for (const side of [supported, refuted]) {
      expect(side).toBeGreaterThanOrEqual(leastSide)
      expect(side).toBeLessThanOrEqual(mostSide)
    }
  })

  test('the signed-rank test does too, at 10/256', () => {
    // P(W ≤ 3) = 5/256 is the largest tail below 2.5 % for n = 8.
    const [supported, refuted] = rejections('wilcoxon', 20262)
    const [least, most] = binomialBand(experiments, 10 / 256, 0.99)
    expect(supported + refuted).toBeGreaterThanOrEqual(least)
    expect(supported + refuted).toBeLessThanOrEqual(most)
  })

  test('the band is the exact binomial one', () => {
    const [low, high] = binomialBand(20, 0.5, 0.95)
    expect([low, high]).toEqual([6, 14])
    const inside = Array.from({ length: high - low + 1 }, (_, i) => binomialProbability(low + i, 20, 0.5))
    expect(inside.reduce((sum, p) => sum + p, 0)).toBeGreaterThanOrEqual(0.95)
  })
})
