// The kernels of one column for one group of trials: one a trial, in order of trials, then the prior.
import type { RandomStream } from '../../support/random.js'

/** Log-densities below the prior's share of a mixture by more than this add less than a rounding error even a thousand times: e⁻⁴⁵ = 3e-20. */
export const negligible = 45

/** Kernels of one column. Component k is the group's k-th trial; the last component is the prior. */
export interface Kernels {
  /** Whether log-densities never exceed 0 (probabilities), so that a hopeless sum can be given up. */
  readonly discrete: boolean
  /** A draw from one kernel: a coordinate. */
  draw(component: number, random: RandomStream): number
  /** Log-density of the prior. */
  prior(coordinate: number): number
  /** Adds each component's log-density to its sum. A discrete column may replace a sum that stays below `floor` by −∞. */
  add(coordinate: number, sums: Float64Array, floor: number): void
}
