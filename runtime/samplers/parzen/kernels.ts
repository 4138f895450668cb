// The kernels of one column for one group of trials: one a trial, in order of trials, then the prior.
import type { RandomStream } from '../../support/random.js'

/** Log-densities below the prior's share of a mixture by more than this add less than a rounding error even a thousand times: e⁻⁴⁵ = 3e-20. */
export const negligible = 45

/** The trials that a mixture is made of. */
export interface Group {
  /** Oldest first; each met every column of the mixture. */
  readonly rows: readonly number[]
  /** By row: the number of its component, or −1. */
  readonly componentOf: Int32Array
}

/**
 * Kernels of one column. Component k is the group's k-th trial; the last component is the prior. A log-density is written as a peak that does
 * not depend on the point, less what the point lacks of it: so a component whose sum of peaks and lacks is hopeless can be passed over early.
 */
export interface Kernels {
  /** A draw from one kernel: a coordinate. */
  draw(component: number, random: RandomStream): number
  /** Log-density of the prior. */
  prior(coordinate: number): number
  /** Adds each component's greatest log-density (or a bound of it) to its sum. */
  addPeaks(sums: Float64Array): void
  /** Takes from each sum what the coordinate lacks of the peak; a sum below `floor` may be left as it is. */
  takeLacks(coordinate: number, sums: Float64Array, floor: number): void
}
