// Standardised sizes of a paired difference.
// Owns no inference; both are shown beside the estimate.
import { mean, standardDeviation } from './moments.js'

/** Cohen's d for pairs (d_z): mean difference over the standard deviation of differences; undefined without spread. */
export function cohensD(differences: readonly number[]): number | undefined {
  const spread = standardDeviation(differences)
  return spread > 0 ? mean(differences) / spread : undefined
}

/** Probability of superiority within pairs: share of pairs in which the first is greater, ties half (Grissom & Kim 2012). */
export function superiority(differences: readonly number[]): number | undefined {
  if (differences.length === 0) return undefined
  const wins = differences.reduce(
    (sum, difference) => sum + (difference > 0 ? 1 : difference < 0 ? 0 : 0.5),
    0,
  )
  return wins / differences.length
}
