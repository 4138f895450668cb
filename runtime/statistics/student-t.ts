// Student's t distribution: distribution function and quantile.
// Owns no test; intervals and the t test use it.
import { invariant } from '../support/invariant.js'
import { regularizedBeta } from './incomplete-beta.js'

/** P(T ≤ t) for T with `freedom` degrees of freedom (DLMF 8.17.1 with x = ν / (ν + t²)). */
export function studentCdf(t: number, freedom: number): number {
  const tail = regularizedBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
  return t > 0 ? 1 - tail : tail
}

/** t with P(T ≤ t) = p for 0 < p < 1, by bisection on the lower tail, where relative accuracy is kept. */
export function studentQuantile(p: number, freedom: number): number {
  invariant(p > 0 && p < 1 && freedom > 0, `Student quantile of ${p} with ${freedom} degrees of freedom`)
  if (p === 0.5) return 0
  if (p > 0.5) return -studentQuantile(1 - p, freedom)
  let low = -1
  while (studentCdf(low, freedom) > p) low *= 2
  let high = 0
  for (let step = 0; step < 200 && high - low > 1e-15 * -low; step += 1) {
    const middle = (low + high) / 2
    if (studentCdf(middle, freedom) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}
