// Bootstrap intervals of a mean, percentile and BCa, and the p-values that invert the latter.
// Source: Efron & Tibshirani, "An Introduction to the Bootstrap" (1993), chapters 13 and 14.
import { invariant } from '../support/invariant.js'
import type { RandomStream } from '../support/random.js'
import { mean } from './moments.js'
import { normalCdf, normalQuantile } from '../support/normal.js'
import { power } from '../support/power.js'
import { twoSidedOf, type Interval, type TestResult } from './test-result.js'

/** Resamples; the standard error of a 2.5 % tail is 0.0016. */
export const RESAMPLES = 10_000

/** A sample's bootstrap: sorted means of its resamples, and the two corrections of BCa. */
export interface Bootstrap {
  readonly means: Float64Array
  /** z₀: how far the sample's own mean lies from the median of the resampled ones. */
  readonly bias: number
  /** a: how fast the standard error changes with the mean; from the jackknife (eq. 14.15). */
  readonly acceleration: number
}

/** Draws the resamples of `values`; at least one value is needed. */
export function bootstrapMean(values: readonly number[], random: RandomStream): Bootstrap {
  invariant(values.length > 0, 'bootstrap of no values')
  const pick = indexPicker(values.length, random)
  const means = Float64Array.from({ length: RESAMPLES }, () => resampledMean(values, pick)).sort()
  return {
    means,
    bias: normalQuantile(shareBelow(means, mean(values))),
    acceleration: accelerationOf(values),
  }
}

/** The plain quantiles of the resampled means. */
export function percentileInterval(bootstrap: Bootstrap, level: number): Interval {
  const [low, high] = [(1 - level) / 2, (1 + level) / 2].map((p) => quantile(bootstrap.means, p))
  return { level, low: low ?? Number.NaN, high: high ?? Number.NaN, method: 'percentile_bootstrap' }
}

/** Bias-corrected and accelerated: quantiles at Φ(z₀ + (z₀ + z) / (1 − a(z₀ + z))) (eq. 14.10). */
export function bcaInterval(bootstrap: Bootstrap, level: number): Interval {
  const end = (p: number): number => {
    const shifted = bootstrap.bias + normalQuantile(p)
    const z = bootstrap.bias + shifted / (1 - bootstrap.acceleration * shifted)
    return quantile(bootstrap.means, normalCdf(z))
  }
  return { level, low: end((1 - level) / 2), high: end((1 + level) / 2), method: 'bca_bootstrap' }
}

/**
 * The levels at which the BCa interval's ends touch zero. With n pairs no p-value is given below what the sign-flip test can
 * reach (2^−n a side; chosen here, because resamples of five equal signs never cross zero and would "prove" anything).
 */
export function testBootstrap(values: readonly number[], random: RandomStream): TestResult {
  const floor = Math.max(2 ** -values.length, 1 / (RESAMPLES + 1))
  const bootstrap = bootstrapMean(values, random)
  const below = normalQuantile(shareBelow(bootstrap.means, 0)) - bootstrap.bias
  const raw = normalCdf(below / (1 + bootstrap.acceleration * below) - bootstrap.bias)
  const greater = Math.max(floor, raw)
  const less = Math.max(floor, 1 - raw)
  return { greater, less, twoSided: twoSidedOf(greater, less), distribution: 'monte_carlo' }
}

function resampledMean(values: readonly number[], pick: () => number): number {
  let sum = 0
  for (let draw = 0; draw < values.length; draw += 1) sum += values[pick()] ?? 0
  return sum / values.length
}

/** Draws an index below `count` without bias; small counts take two from one draw of bits, which is most of the cost. */
function indexPicker(count: number, random: RandomStream): () => number {
  if (count > 4096) return () => random.integer(count)
  const limit = 65536 - (65536 % count)
  let held = -1
  const half = (): number => {
    if (held >= 0) {
      const value = held
      held = -1
      return value
    }
    const bits = random.bits()
    held = bits >>> 16
    return bits & 0xffff
  }
  return () => {
    let draw = half()
    while (draw >= limit) draw = half()
    return draw % count
  }
}

/** Share of entries below a value, ties half, kept off 0 and 1 so that its normal quantile is finite. */
function shareBelow(sorted: Float64Array, value: number): number {
  const slack = 1e-12 * Math.max(...[sorted[0], sorted[sorted.length - 1]].map((end) => Math.abs(end ?? 0)))
  const below = countBelow(sorted, value - slack)
  const upTo = countBelow(sorted, value + slack)
  const share = (below + upTo) / 2 / sorted.length
  return Math.min(1 - 1 / (sorted.length + 1), Math.max(1 / (sorted.length + 1), share))
}

/** Number of entries ≤ value, by bisection. */
function countBelow(sorted: Float64Array, value: number): number {
  let low = 0
  let high = sorted.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if ((sorted[middle] ?? 0) <= value) low = middle + 1
    else high = middle
  }
  return low
}

function accelerationOf(values: readonly number[]): number {
  const center = mean(values)
  // Leaving xᵢ out moves the mean by (x̄ − xᵢ)/(n − 1): the factor cancels up to sign.
  const squares = values.reduce((sum, value) => sum + (value - center) ** 2, 0)
  const cubes = values.reduce((sum, value) => sum + power(value - center, 3), 0)
  return squares === 0 ? 0 : cubes / (6 * power(squares, 1.5))
}

/** Linear between order statistics at (B − 1)p. */
function quantile(sorted: Float64Array, p: number): number {
  const place = Math.min(1, Math.max(0, p)) * (sorted.length - 1)
  const lower = sorted[Math.floor(place)] ?? Number.NaN
  const upper = sorted[Math.ceil(place)] ?? Number.NaN
  return lower + (upper - lower) * (place - Math.floor(place))
}
