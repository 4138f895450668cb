// How far two Gaussians are apart.
import { symmetricEigen } from '../../support/symmetric-eigen.js'

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
 * ‖m₁ − m₂‖² + tr(C₁ + C₂ − 2·(C₁^½·C₂·C₁^½)^½): the squared Fréchet (2-Wasserstein) distance. Dowson and Landau, The Fréchet distance
 * between multivariate normal distributions, Journal of Multivariate Analysis 12, 1982.
 */
export function frechetDistance(left: Gaussian, right: Gaussian): number {
  const n = left.mean.length
  const root = squareRoot(left.covariance, n)
  const { values } = symmetricEigen(product(product(root, right.covariance, n), root, n), n)
  const shared = values.reduce((sum, value) => sum + Math.sqrt(Math.max(0, value)), 0)
  const apart = left.mean.reduce((sum, value, i) => sum + (value - at(right.mean, i)) ** 2, 0)
  return apart + trace(left.covariance, n) + trace(right.covariance, n) - 2 * shared
}

/** V·diag(√values)·Vᵀ; what rounding made negative counts as 0. */
function squareRoot(matrix: Float64Array, n: number): Float64Array {
  const { values, vectors } = symmetricEigen(matrix, n)
  const root = new Float64Array(n * n)
  for (let k = 0; k < n; k += 1) {
    const size = Math.sqrt(Math.max(0, at(values, k)))
    for (let i = 0; i < n; i += 1) {
      const scaled = size * at(vectors, i * n + k)
      for (let j = 0; j < n; j += 1) add(root, i * n + j, scaled * at(vectors, j * n + k))
    }
  }
  return root
}

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
