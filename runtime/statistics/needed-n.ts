// How many units would decide a claim, were the observed effect and spread the truth.
// Owns the planning formula; what the effect is measured against is the claim's affair.
import { studentQuantile } from './student-t.js'

/** The chance of a decision that is planned for (Cohen 1988's convention). */
export const PLANNED_POWER = 0.8
/** Beyond this no one would run it: the answer is then "none". */
export const MOST_UNITS = 100_000

/** What is known when asking for n. */
export interface Planning {
  /** Distance to establish, in the metric's unit, ≥ 0. */
  readonly distance: number
  /** Standard deviation of the differences. */
  readonly spread: number
  /** Error level after correction. */
  readonly alpha: number
  readonly sides: 1 | 2
  /** Least n by the test's own granularity. */
  readonly least: number
}

/**
 * Least n ≥ `least` with n ≥ ((t₁₋α/sides + t₀.₈) · spread / distance)², t with n − 1 degrees of freedom: the usual
 * normal-theory plan (Chow, Shao & Wang, "Sample Size Calculations", 3.1) with t for z. Undefined where the effect is nil or n exceeds {@link MOST_UNITS}.
 */
export function neededUnits({ distance, spread, alpha, sides, least }: Planning): number | undefined {
  if (!(distance > 0) || !(spread >= 0)) return undefined
  const standardized = distance / spread
  const enough = (count: number): boolean =>
    (quantileSum(count, alpha / sides) / standardized) ** 2 <= count * (1 + 1e-12)
  let high = Math.max(2, least)
  while (!enough(high)) {
    high *= 2
    if (high > 2 * MOST_UNITS) return undefined
  }
  let low = Math.max(1, least - 1)
  while (high - low > 1) {
    const middle = Math.floor((low + high) / 2)
    if (middle >= 2 && enough(middle)) high = middle
    else low = middle
  }
  return high > MOST_UNITS ? undefined : high
}

const quantileSum = (count: number, tail: number): number =>
  studentQuantile(1 - tail, count - 1) + studentQuantile(PLANNED_POWER, count - 1)
