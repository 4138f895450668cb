// The confidence interval that belongs to the sign-flip test: all shifts of the differences that it does not reject.
// Owns the inversion; the test itself is in sign-flip.ts.
import type { RandomStream } from '../support/random.js'
import { EXACT_PAIRS, MONTE_CARLO_FLIPS, countFlips, randomSubset } from './sign-flip.js'
import type { Interval } from './test-result.js'

/** Up to here all subset means are listed and sorted; above, the exact p-value is bisected. */
const LISTED_PAIRS = 16

/**
 * A shift θ is rejected from below when the share of subsets (the empty one included) whose mean is at most θ is ≤ α/2; so the ends are
 * order statistics of the 2^n − 1 subset means, the "typical values" of Hartigan (JASA 64, 1969). Infinite where n is too
 * small for the level: five pairs bound nothing at 95 %. Above 30 pairs the means of random subsets stand for all.
 */
export function signFlipInterval(
  differences: readonly number[],
  level: number,
  random: RandomStream,
): Interval {
  const method = 'sign_flip'
  const negated = differences.map((difference) => -difference)
  const low = lowerEnd(differences, (1 - level) / 2, random)
  const high = -lowerEnd(negated, (1 - level) / 2, random)
  return { level, low, high, method }
}

function lowerEnd(differences: readonly number[], tail: number, random: RandomStream): number {
  const count = differences.length
  if (count > EXACT_PAIRS) return orderStatistic(sampledMeans(differences, random), tail * MONTE_CARLO_FLIPS)
  const rank = tail * 2 ** count
  if (rank < 1 - 1e-9) return -Infinity
  if (count <= LISTED_PAIRS) return orderStatistic(subsetMeans(differences), rank)
  return bisect(differences, tail)
}

/** The k-th smallest, k = ⌊rank⌋ counted from 1; the tolerance keeps 0.025 · 2^n whole where it is whole. */
function orderStatistic(means: Float64Array, rank: number): number {
  return means.sort()[Math.floor(rank + 1e-9) - 1] ?? -Infinity
}

function subsetMeans(differences: readonly number[]): Float64Array {
  const total = 2 ** differences.length
  const sums = new Float64Array(total)
  const sizes = new Uint8Array(total)
  differences.forEach((difference, index) => {
    const filled = 2 ** index
    for (let subset = 0; subset < filled; subset += 1) {
      sums[filled + subset] = (sums[subset] ?? 0) + difference
      sizes[filled + subset] = (sizes[subset] ?? 0) + 1
    }
  })
  return sums.map((sum, subset) => sum / (sizes[subset] ?? 1)).slice(1)
}

/** Means of random non-empty subsets; with the observed pattern itself they number MONTE_CARLO_FLIPS. */
function sampledMeans(differences: readonly number[], random: RandomStream): Float64Array {
  return Float64Array.from({ length: MONTE_CARLO_FLIPS - 1 }, () => {
    const { sum, size } = randomSubset(differences, random)
    return size === 0 ? Infinity : sum / size
  })
}

/** Least shift that is not rejected, to the last bits: the p-value of θ rises with θ. */
function bisect(differences: readonly number[], tail: number): number {
  const patterns = 2 ** differences.length
  const rejected = (shift: number): boolean =>
    countFlips(differences.map((difference) => difference - shift)) / patterns <= tail
  let low = Math.min(...differences)
  let high = Math.max(...differences)
  if (!rejected(low)) return low
  for (let step = 0; step < 45; step += 1) {
    const middle = (low + high) / 2
    if (rejected(middle)) low = middle
    else high = middle
  }
  return high
}
