// How far two Gaussians are apart.
import { symmetricEigenvalues } from '../../support/symmetric-eigenvalues.js'

/** Mean [n] and covariance [n, n], row-major. */
export interface Gaussian {
  readonly mean: Float64Array
  readonly covariance: Float64Array
}

/** The Gaussian of rows [count, n], row-major; covariance with denominator count − 1. */
export function gaussianOf(rows: ArrayLike<number>, n: number): Gaussian {
  const count = rows.length / n
  const mean = new Float64Array(n)
  for (let place = 0; place < rows.length; place += 1) add(mean, place % n, (rows[place] ?? 0) / count)
  const covariance = new Float64Array(n * n)
  const centred = new Float64Array(n)
  for (let row = 0; row < count; row += 1) {
    for (let i = 0; i < n; i += 1) centred[i] = (rows[row * n + i] ?? 0) - at(mean, i)
    for (let i = 0; i < n; i += 1) {
      const scaled = at(centred, i) / (count - 1)
      for (let j = 0; j < n; j += 1) add(covariance, i * n + j, scaled * at(centred, j))
    }
  }
  return { mean, covariance }
}

/**
 * ‖m₁ − m₂‖² + tr(C₁ + C₂ − 2·(C₁·C₂)^½): the squared Fréchet (2-Wasserstein) distance. The eigenvalues of C₁·C₂ are those of Lᵀ·C₂·L with
 * C₁ = L·Lᵀ, which is symmetric. Dowson and Landau, The Fréchet distance between multivariate normal distributions, Journal of Multivariate
 * Analysis 12, 1982.
 */
export function frechetDistance(left: Gaussian, right: Gaussian): number {
  const n = left.mean.length
  const factor = lowerFactor(left.covariance, n)
  const values = symmetricEigenvalues(
    product(transposed(factor, n), product(right.covariance, factor, n), n),
    n,
  )
  const shared = values.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0)
  const apart = left.mean.reduce((sum, value, i) => sum + (value - at(right.mean, i)) ** 2, 0)
  return apart + trace(left.covariance, n) + trace(right.covariance, n) - 2 * shared
}

/** What is as small as this beside the largest variance counts as none: a feature that never varies. */
const negligible = 1e-14

/** L with A = L·Lᵀ of a matrix without negative eigenvalues, by Cholesky's method; where a pivot vanishes its column does. */
function lowerFactor(a: Float64Array, n: number): Float64Array {
  const factor = new Float64Array(n * n)
  const least =
    negligible * Array.from({ length: n }, (_, i) => at(a, i * n + i)).reduce((x, y) => Math.max(x, y), 0)
  const rest = (i: number, j: number): number => {
    let sum = at(a, i * n + j)
    for (let k = 0; k < j; k += 1) sum -= at(factor, i * n + k) * at(factor, j * n + k)
    return sum
  }
  for (let j = 0; j < n; j += 1) {
    const pivot = rest(j, j)
    if (pivot <= least) continue
    const root = Math.sqrt(pivot)
    for (let i = j; i < n; i += 1) factor[i * n + j] = rest(i, j) / root
  }
  return factor
}

const transposed = (matrix: Float64Array, n: number): Float64Array =>
  matrix.map((_, place) => at(matrix, (place % n) * n + Math.floor(place / n)))

/** A·B of row-major [n, n]. */
function product(left: Float64Array, right: Float64Array, n: number): Float64Array {
  const result = new Float64Array(n * n)
  for (let i = 0; i < n; i += 1) {
    for (let k = 0; k < n; k += 1) {
      const factor = at(left, i * n + k)
      for (let j = 0; j < n; j += 1) add(result, i * n + j, factor * at(right, k * n + j))
    }
  }
  return result
}

function trace(matrix: Float64Array, n: number): number {
  let sum = 0
  for (let i = 0; i < n; i += 1) sum += at(matrix, i * n + i)
  return sum
}

const at = (values: Float64Array, place: number): number => values[place] ?? Number.NaN

function add(values: Float64Array, place: number, more: number): void {
  values[place] = at(values, place) + more
}
