// Student's t distribution: distribution function and quantile.
// Owns no test; intervals and the t test use it.
import { invariant } from '../support/invariant.js'
import { logGamma, regularizedBeta } from './incomplete-beta.js'

// Taken out of the global object once, as in incomplete-beta.ts.
const { exp, log, log1p } = Math

/** P(T ≤ t) for T with `freedom` degrees of freedom (DLMF 8.17.1 with x = ν / (ν + t²)). */
export function studentCdf(t: number, freedom: number): number {
  const tail = regularizedBeta(freedom / (freedom + t * t), freedom / 2, 0.5) / 2
  return t > 0 ? 1 - tail : tail
}

/** t with P(T ≤ t) = p for 0 < p < 1: bracketed on the lower tail, where relative accuracy is kept, then Newton steps. */
export function studentQuantile(p: number, freedom: number): number {
  invariant(p > 0 && p < 1 && freedom > 0, `Student quantile of ${p} with ${freedom} degrees of freedom`)
  if (p === 0.5) return 0
  if (p > 0.5) return -studentQuantile(1 - p, freedom)
  let low = -1
  while (studentCdf(low, freedom) > p) low *= 2
  let high = low === -1 ? 0 : low / 2
  for (let step = 0; step < 6; step += 1) {
    const middle = (low + high) / 2
    if (studentCdf(middle, freedom) < p) low = middle
    else high = middle
  }
  // Below zero the distribution function is convex: Newton from the right end falls monotonically onto the root.
  let t = high
  for (let step = 0; step < 8; step += 1) {
    const move = (studentCdf(t, freedom) - p) / density(t, freedom)
    t -= move
    if (move <= 1e-15 * -t) break
  }
  return t
}

const density = (t: number, freedom: number): number =>
  exp(
    logGamma((freedom + 1) / 2) -
      logGamma(freedom / 2) -
      ((freedom + 1) / 2) * log1p((t * t) / freedom) -
      log(freedom * Math.PI) / 2,
  )
