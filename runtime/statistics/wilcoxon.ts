// The Wilcoxon signed-rank test (Wilcoxon 1945) with its exact null distribution, ties and zeros included.
// Owns the ranking and the distribution; pseudo-median and interval are in walsh.ts.
import { normalCdf } from '../support/normal.js'
import { twoSidedOf, type TestResult } from './test-result.js'

/** Above this many non-zero differences the normal approximation is used (tie-corrected, with continuity correction). */
export const EXACT_RANKS = 200

/**
 * Zeros follow Pratt (JASA 54, 1959): they are ranked with the rest, then their ranks are dropped; unlike dropping them first, a
 * larger difference can then never weaken the evidence. Ties get mid-ranks, and the null distribution is that of the ranks at hand:
 * the conditional distribution over all 2^n signs, by dynamic programming over doubled ranks.
 */
export function testWilcoxon(
  differences: readonly number[],
  zeros: 'pratt' | 'wilcox' = 'pratt',
): TestResult {
  const kept = zeros === 'pratt' ? differences : differences.filter((difference) => difference !== 0)
  const doubled = doubledRanks(kept.map(Math.abs))
  const moved = doubled.filter((_, index) => kept[index] !== 0)
  const positive = doubled.reduce((sum, rank, index) => ((kept[index] ?? 0) > 0 ? sum + rank : sum), 0)
  const total = moved.reduce((sum, rank) => sum + rank, 0)
  if (moved.length > EXACT_RANKS) return approximate(moved, positive, total)
  const distribution = rankSumDistribution(moved)
  const greater = tail(distribution, positive)
  const less = tail(distribution, total - positive)
  return { greater, less, twoSided: twoSidedOf(greater, less), distribution: 'exact' }
}

/** Twice the mid-rank of each magnitude, whole numbers; magnitudes within 1e-10 of the largest are ties. */
export function doubledRanks(magnitudes: readonly number[]): readonly number[] {
  const order = magnitudes.map((_, index) => index)
  order.sort((a, b) => (magnitudes[a] ?? 0) - (magnitudes[b] ?? 0))
  const tolerance = 1e-10 * magnitudes.reduce((largest, value) => Math.max(largest, value), 0)
  const ranks = new Array<number>(magnitudes.length).fill(0)
  for (let start = 0; start < order.length;) {
    const lowest = magnitudes[order[start] ?? 0] ?? 0
    let end = start + 1
    while (end < order.length && (magnitudes[order[end] ?? 0] ?? 0) - lowest <= tolerance) end += 1
    for (let place = start; place < end; place += 1) ranks[order[place] ?? 0] = start + 1 + end
    start = end
  }
  return ranks
}

/** P(sum of a random half of the ranks = k) at index k; each rank is in or out with probability ½. */
export function rankSumDistribution(ranks: readonly number[]): Float64Array {
  const total = ranks.reduce((sum, rank) => sum + rank, 0)
  let current = new Float64Array(total + 1)
  current[0] = 1
  for (const rank of ranks) {
    const next = new Float64Array(total + 1)
    for (let sum = 0; sum <= total; sum += 1) {
      next[sum] = ((current[sum] ?? 0) + (sum >= rank ? (current[sum - rank] ?? 0) : 0)) / 2
    }
    current = next
  }
  return current
}

/** P(sum ≥ value). */
function tail(distribution: Float64Array, value: number): number {
  let p = 0
  for (let sum = distribution.length - 1; sum >= value; sum -= 1) p += distribution[sum] ?? 0
  return Math.min(1, p)
}

/** Doubled ranks have mean Σr/2 and variance Σr²/4; the correction is half a rank, that is, one here. */
function approximate(ranks: readonly number[], positive: number, total: number): TestResult {
  const spread = Math.sqrt(ranks.reduce((sum, rank) => sum + rank * rank, 0) / 4)
  const greater = normalCdf(-(positive - total / 2 - 1) / spread)
  const less = normalCdf((positive - total / 2 + 1) / spread)
  return {
    greater: Math.min(1, greater),
    less: Math.min(1, less),
    twoSided: twoSidedOf(greater, less),
    distribution: 'asymptotic',
  }
}
