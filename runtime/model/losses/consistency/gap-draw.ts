// Which gap between two levels of noise a row is trained on.
import { normalCdf } from '../../../support/normal.js'

/** How gaps are drawn: evenly, or as a log-normal level of noise falls into them. */
export type GapDraw =
  | { readonly kind: 'uniform' }
  | { readonly kind: 'lognormal'; readonly mean: number; readonly deviation: number }

/**
 * P(gap ≤ i) for each gap; the last is 1. `lognormal`: p(i) ∝ Φ((ln t_{i+1} − m)/s) − Φ((ln t_i − m)/s), which is the papers'
 * difference of two error functions (Song and Dhariwal 2024, eq. 10).
 */
export function cumulativeShares(levels: Float64Array, draw: GapDraw): Float64Array {
  const gaps = levels.length - 1
  if (draw.kind === 'uniform') return Float64Array.from({ length: gaps }, (_, gap) => (gap + 1) / gaps)
  const { mean, deviation } = draw
  const below = levels.map((level) => normalCdf((Math.log(level) - mean) / deviation))
  const [lowest = 0, highest = 1] = [below[0], below[gaps]]
  const shares = below.subarray(1).map((share) => (share - lowest) / (highest - lowest))
  shares[gaps - 1] = 1
  return shares
}

/** The first gap whose cumulative share is above u in [0, 1). */
export function gapOf(shares: Float64Array, u: number): number {
  let [low, high] = [0, shares.length - 1]
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((shares[middle] ?? 1) > u) high = middle
    else low = middle + 1
  }
  return low
}
