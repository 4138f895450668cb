// Eigenvalues and eigenvectors of symmetric matrices, for the few dozen rows that statistics on the host have.
import { invariant } from './invariant.js'

/** A = V·diag(values)·Vᵀ. */
export interface SymmetricEigen {
  /** Ascending. */
  readonly values: Float64Array
  /** Row-major [n, n]; column j belongs to value j. */
  readonly vectors: Float64Array
}

const mostSweeps = 60

/**
 * Of a symmetric matrix [n, n], row-major; only symmetry is assumed, not definiteness. Cyclic Jacobi rotations until nothing off the
 * diagonal is left beside rounding: Golub and Van Loan, Matrix computations, section 8.5.
 */
export function symmetricEigen(matrix: Float64Array, n: number): SymmetricEigen {
  invariant(matrix.length === n * n, 'the matrix is not square')
  const a = matrix.slice()
  const v = new Float64Array(n * n)
  for (let row = 0; row < n; row += 1) v[row * n + row] = 1
  const size = a.reduce((sum, entry) => sum + entry * entry, 0)
  for (let sweep = 0; sweep < mostSweeps && offDiagonal(a, n) > 1e-30 * size; sweep += 1) {
    for (let p = 0; p < n - 1; p += 1) for (let q = p + 1; q < n; q += 1) rotate(a, v, n, p, q)
  }
  return sorted(a, v, n)
}

function offDiagonal(a: Float64Array, n: number): number {
  let sum = 0
  for (let p = 0; p < n - 1; p += 1) for (let q = p + 1; q < n; q += 1) sum += 2 * entry(a, p * n + q) ** 2
  return sum
}

/** Makes entry (p, q) zero by a rotation of rows and columns p and q, and turns the vectors along. */
function rotate(a: Float64Array, v: Float64Array, n: number, p: number, q: number): void {
  const off = entry(a, p * n + q)
  if (off === 0) return
  const tau = (entry(a, q * n + q) - entry(a, p * n + p)) / (2 * off)
  const t = (tau >= 0 ? 1 : -1) / (Math.abs(tau) + Math.sqrt(1 + tau * tau))
  const c = 1 / Math.sqrt(1 + t * t)
  const s = t * c
  for (let k = 0; k < n; k += 1) turn(a, k * n + p, k * n + q, c, s)
  for (let k = 0; k < n; k += 1) turn(a, p * n + k, q * n + k, c, s)
  for (let k = 0; k < n; k += 1) turn(v, k * n + p, k * n + q, c, s)
}

function turn(x: Float64Array, first: number, second: number, c: number, s: number): void {
  const [left, right] = [entry(x, first), entry(x, second)]
  x[first] = c * left - s * right
  x[second] = s * left + c * right
}

function sorted(a: Float64Array, v: Float64Array, n: number): SymmetricEigen {
  const order = Array.from({ length: n }, (_, place) => place).sort(
    (left, right) => entry(a, left * n + left) - entry(a, right * n + right),
  )
  return {
    values: Float64Array.from(order, (place) => entry(a, place * n + place)),
    vectors: Float64Array.from({ length: n * n }, (_, index) =>
      entry(v, index - (index % n) + (order[index % n] ?? 0)),
    ),
  }
}

const entry = (x: Float64Array, place: number): number => x[place] ?? Number.NaN
