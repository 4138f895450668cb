// Pseudo-median and interval that belong to the Wilcoxon signed-rank test, from the Walsh averages.
// Source of both: Hodges and Lehmann (Ann. Math. Stat. 34, 1963); Hollander & Wolfe, "Nonparametric Statistical Methods", 3.2–3.3.
import { median } from './moments.js'
import { normalQuantile } from '../support/normal.js'
import type { Interval } from './test-result.js'
import { EXACT_RANKS, rankSumDistribution } from './wilcoxon.js'

/** The Hodges–Lehmann estimate: the median of all (xᵢ + xⱼ)/2 with i ≤ j. */
export const pseudoMedian = (differences: readonly number[]): number => median(walshAverages(differences))

/** Ends are order statistics of the Walsh averages; infinite where n is too small for the level. Assumes no ties, as usual. */
export function walshInterval(differences: readonly number[], level: number): Interval {
  const averages = Float64Array.from(walshAverages(differences)).sort()
  const rank = lowerRank(differences.length, (1 - level) / 2)
  const low = averages[rank - 1] ?? -Infinity
  const high = averages[averages.length - rank] ?? Infinity
  return { level, low, high, method: 'walsh' }
}

function walshAverages(values: readonly number[]): number[] {
  return values.flatMap((left, index) => values.slice(index).map((right) => (left + right) / 2))
}

/** Largest k with P(W ≤ k − 1) ≤ tail under the null hypothesis; 0 where there is none. */
function lowerRank(count: number, tail: number): number {
  if (count > EXACT_RANKS) {
    const spread = Math.sqrt((count * (count + 1) * (2 * count + 1)) / 24)
    return Math.max(0, Math.floor((count * (count + 1)) / 4 + normalQuantile(tail) * spread))
  }
  const distribution = rankSumDistribution(Array.from({ length: count }, (_, index) => index + 1))
  let cumulative = 0
  for (let sum = 0; sum < distribution.length; sum += 1) {
    cumulative += distribution[sum] ?? 0
    if (cumulative > tail * (1 + 1e-12)) return sum
  }
  return 0
}
