// The standard normal distribution: distribution function and quantile.
// Owns the two numeric approximations; everything that needs a z value comes here.
import { invariant } from './invariant.js'

// Taken out of the global object once, as hot loops do it.
const { abs, exp } = Math
const rootTwoPi = Math.sqrt(2 * Math.PI)

/**
 * P(Z ≤ z). Series for |z| < 3 (Marsaglia, "Evaluating the normal distribution", J. Stat. Softw. 11(4), 2004) and the
 * continued fraction of the upper tail beyond (Abramowitz & Stegun 26.2.14): relative error below 1e-13 in the tail.
 */
export function normalCdf(z: number): number {
  if (Number.isNaN(z)) return Number.NaN
  if (z < -3) return upperTail(-z)
  if (z > 3) return 1 - upperTail(z)
  let term = z
  let sum = z
  for (let odd = 3; abs(term) > 1e-18; odd += 2) {
    term *= (z * z) / odd
    sum += term
  }
  return 0.5 + sum * density(z)
}

/** z with P(Z ≤ z) = p, for p in [0, 1]; bisection on {@link normalCdf}, polished by Newton steps. */
export function normalQuantile(p: number): number {
  invariant(p >= 0 && p <= 1, `normal quantile of ${p}`)
  if (p === 0) return -Infinity
  if (p === 1) return Infinity
  // The lower tail keeps its relative accuracy, the upper one does not.
  if (p > 0.5) return -lowerQuantile(1 - p)
  return lowerQuantile(p)
}

function lowerQuantile(p: number): number {
  if (p === 0.5) return 0
  let low = -40
  let high = 0
  for (let step = 0; step < 40; step += 1) {
    const middle = (low + high) / 2
    if (normalCdf(middle) < p) low = middle
    else high = middle
  }
  let z = (low + high) / 2
  for (let step = 0; step < 3; step += 1) {
    const slope = density(z)
    if (slope > 0) z -= (normalCdf(z) - p) / slope
  }
  return z
}

const density = (z: number): number => exp(-(z * z) / 2) / rootTwoPi

/** P(Z > z) for z ≥ 3. */
function upperTail(z: number): number {
  if (z > 40) return 0
  let fraction = z
  for (let depth = 120; depth >= 1; depth -= 1) fraction = z + depth / fraction
  return density(z) / fraction
}
