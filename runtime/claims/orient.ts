// Differences of paired values: oriented for testing, raw for showing, with floating-point dust removed.
// Owns the arithmetic that all claim kinds share.
import type { ClaimPair } from '../../schemas/result.js'
import type { Interval } from '../statistics/test-result.js'
import type { ClaimSample } from './claim.js'

/** a − b, exactly 0 where they differ by rounding alone: 0.1 + 0.2 against 0.3 is a tie. */
export function subtract(a: number, b: number): number {
  const difference = a - b
  return Math.abs(difference) <= 1e-12 * (Math.abs(a) + Math.abs(b)) ? 0 : difference
}

/** +1 where more is better, −1 where less is. */
export const signOf = (direction: ClaimSample['direction']): 1 | -1 => (direction === 'maximize' ? 1 : -1)

/** The arm's value minus `factor` times the other's; where less is better, `factor` times the arm's minus the other's. */
export function compare(sample: ClaimSample, factor: number): readonly ClaimPair[] {
  const [ours, theirs] = sample.direction === 'maximize' ? [1, factor] : [factor, 1]
  return sample.units.map(({ unit, arm, than = 0 }) => ({
    unit,
    arm,
    than,
    difference: subtract(ours * arm, theirs * than),
  }))
}

/** Differences with positive meaning better for the arm. */
export const orient = (pairs: readonly ClaimPair[], direction: ClaimSample['direction']): readonly number[] =>
  pairs.map(({ difference }) => (direction === 'maximize' || difference === 0 ? difference : -difference))

/** Oriented differences moved by a margin. */
export const shift = (oriented: readonly number[], margin: number): readonly number[] =>
  oriented.map((difference) => subtract(difference, -margin))

/** An interval of oriented values in the metric's own sign, moved by `offset`. */
export function unorient(interval: Interval, direction: ClaimSample['direction'], offset = 0): Interval {
  const { low, high } = interval
  return direction === 'maximize'
    ? { ...interval, low: low + offset, high: high + offset }
    : { ...interval, low: offset - high, high: offset - low }
}
