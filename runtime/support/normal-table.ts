// The standard normal distribution function for hot loops: a table of Taylor expansions. `normal.ts` holds the slower one that it is made of.
import { normalCdf } from './normal.js'

// Taken out of the global object once, as hot loops do it.
const { exp, round, sqrt } = Math

/** Expansions a unit; with seven derivatives the remainder at z = −12 is below 1e-13 of the value. */
const density = 64
const deepest = -12
/** Coefficients of one expansion: of d⁰ … d⁸. */
const terms = 9
const table = buildTable()
const rootTwoPi = sqrt(2 * Math.PI)

/**
 * P(Z ≤ z), within 1e-12 of itself for z ≥ −37. On [−12, 0] by the expansion about the nearest of 769 points, above 0 by symmetry, below −12 by
 * Laplace's continued fraction φ(z)·x/(x² + 1 − 1·2/(x² + 5 − 3·4/(x² + 9 − 5·6/(x² + 13)))), x = −z (Abramowitz and Stegun 26.2.14, its even part).
 */
export function fastNormalCdf(z: number): number {
  return z > 0 ? 1 - lower(-z) : lower(z)
}

/** P(a ≤ Z ≤ b), without cancellation where both lie in one tail. */
export function normalMass(a: number, b: number): number {
  return a > 0 ? lower(-a) - lower(-b) : fastNormalCdf(b) - fastNormalCdf(a)
}

/** P(Z ≤ z) for z ≤ 0. */
function lower(z: number): number {
  if (z < deepest) return z < -38.6 ? 0 : tail(-z)
  const node = round((z - deepest) * density)
  const d = z - (deepest + node / density)
  const start = node * terms
  let sum = 0
  for (let term = terms - 1; term >= 0; term -= 1) sum = sum * d + (table[start + term] ?? 0)
  return sum
}

function tail(x: number): number {
  const square = x * x
  const fraction = square + 1 - 2 / (square + 5 - 12 / (square + 9 - 30 / (square + 13)))
  return (exp(-square / 2) / rootTwoPi) * (x / fraction)
}

/** Φ⁽ᵏ⁾(z) = (−1)ᵏ⁻¹·He_{k−1}(z)·φ(z), with He_{k+1} = z·He_k − k·He_{k−1}. */
function buildTable(): Float64Array {
  const nodes = -deepest * density + 1
  const coefficients = new Float64Array(nodes * terms)
  for (let node = 0; node < nodes; node += 1) {
    const z = deepest + node / density
    coefficients[node * terms] = normalCdf(z)
    let scaled = exp(-(z * z) / 2) / sqrt(2 * Math.PI)
    let previous = 0
    let hermite = 1
    for (let k = 1; k < terms; k += 1) {
      scaled /= k
      coefficients[node * terms + k] = (k % 2 === 1 ? scaled : -scaled) * hermite
      const next = z * hermite - (k - 1) * previous
      previous = hermite
      hermite = next
    }
  }
  return coefficients
}
