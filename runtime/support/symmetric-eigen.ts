// Eigenvalues and eigenvectors of small symmetric matrices, by rotations.
import { invariant } from './invariant.js'

/** A = V·diag(values)·Vᵀ. */
export interface SymmetricEigen {
  /** Largest first. */
  readonly values: Float64Array
  /** Row k, at `k·n`, is the unit eigenvector of value k. */
  readonly vectors: Float64Array
}

/** Sweeps after which something is wrong; ten are rarely needed. */
const mostSweeps = 60

/**
 * Eigendecomposition of a symmetric matrix `[n, n]`, row-major, of which the upper triangle counts: cyclic Jacobi rotations (Golub
 * and Van Loan, Matrix Computations, 4th edition, section 8.5). Errors of the values are a few last bits of the largest. Takes
 * about 40·n³ operations: a second for n = 300.
 * @throws InvariantError where the matrix is not n by n, or where it does not converge
 */
export function symmetricEigen(matrix: ArrayLike<number>, n: number): SymmetricEigen {
  invariant(matrix.length === n * n, `a matrix of ${String(n)} rows has ${String(matrix.length)} entries`)
  const a = Float64Array.from(matrix)
  for (let i = 0; i < n; i += 1) for (let j = 0; j < i; j += 1) a[i * n + j] = a[j * n + i] ?? 0
  const vectors = Float64Array.from({ length: n * n }, (_, place) => (place % (n + 1) === 0 ? 1 : 0))
  const least = (Number.EPSILON / 2 / n) * Math.sqrt(a.reduce((sum, x) => sum + x * x, 0))
  let sweeps = 0
  while (sweep(a, vectors, n, least)) {
    sweeps += 1
    invariant(sweeps < mostSweeps, `Jacobi rotations of ${String(n)} rows do not converge`)
  }
  const values = Float64Array.from({ length: n }, (_, k) => a[k * n + k] ?? 0)
  const order = Array.from(values.keys()).sort((i, j) => (values[j] ?? 0) - (values[i] ?? 0))
  return {
    values: Float64Array.from(order, (k) => values[k] ?? 0),
    vectors: Float64Array.from({ length: n * n }, (_, place) => {
      const row = order[Math.floor(place / n)] ?? 0
      return vectors[row * n + (place % n)] ?? 0
    }),
  }
}

/** Rotates every entry above the diagonal away that is larger than the least; false where there was none. */
function sweep(a: Float64Array, vectors: Float64Array, n: number, least: number): boolean {
  let rotated = false
  for (let p = 0; p < n - 1; p += 1) {
    for (let q = p + 1; q < n; q += 1) {
      const apart = a[p * n + q] ?? 0
      if (!(Math.abs(apart) > least)) continue
      rotated = true
      rotate(a, vectors, n, [p, q])
    }
  }
  return rotated
}

/**
 * One rotation in Rutishauser's form, in which entries get small changes instead of being made anew: the rounding of many rotations
 * adds up less (Numerische Mathematik 9, 1966).
 */
function rotate(a: Float64Array, vectors: Float64Array, n: number, [p, q]: readonly [number, number]): void {
  const [x, y, z] = [a[p * n + p] ?? 0, a[p * n + q] ?? 0, a[q * n + q] ?? 0]
  const half = (z - x) / (2 * y)
  // Tangent of the smaller angle that makes [[x, y], [y, z]] diagonal.
  const t = (half < 0 ? -1 : 1) / (Math.abs(half) + Math.sqrt(1 + half * half))
  const c = 1 / Math.sqrt(1 + t * t)
  const turn = { p, q, s: t * c, tau: (t * c) / (1 + c) }
  turnRows(a, n, turn)
  turnRows(vectors, n, turn)
  for (let k = 0; k < n; k += 1) {
    a[k * n + p] = a[p * n + k] ?? 0
    a[k * n + q] = a[q * n + k] ?? 0
  }
  a[p * n + p] = x - t * y
  a[q * n + q] = z + t * y
  a[p * n + q] = 0
  a[q * n + p] = 0
}

interface Turn {
  readonly p: number
  readonly q: number
  readonly s: number
  readonly tau: number
}

/** (c·x − s·y, s·x + c·y) of the entries x and y of two rows, with c = 1 − s·τ. */
function turnRows(a: Float64Array, n: number, { p, q, s, tau }: Turn): void {
  for (let k = 0; k < n; k += 1) {
    const [x, y] = [a[p * n + k] ?? 0, a[q * n + k] ?? 0]
    a[p * n + k] = x - s * (y + tau * x)
    a[q * n + k] = y + s * (x - tau * y)
  }
}
