// The least p-value that a test can give with n units, and the least n for a level: what makes a claim unreachable.
// Owns the arithmetic; the family's correction is in runtime/claims/family.ts.

/** Sign-flip, signed-rank and our bootstrap give 2^−n on one side at best, twice that on two; never more than 1. */
export const attainableSigned = (count: number, sides: 1 | 2): number => Math.min(1, sides * 2 ** -count)

/** The t test has no such bound once there is a spread to estimate. */
export const attainableT = (count: number): number => (count < 2 ? 1 : 0)

/** Least number of units with which a sign-based test can reach `alpha`. */
export function leastUnits(alpha: number, sides: 1 | 2): number {
  let count = 1
  while (attainableSigned(count, sides) > alpha * (1 + 1e-12) && count < 1_000) count += 1
  return count
}
