// Eigenvalues of symmetric matrices: reflections make the matrix tridiagonal, rotations make that diagonal.
import { invariant } from './invariant.js'

/** Rotations over the matrix for one eigenvalue, after which something is wrong; two or three are needed. */
const mostPasses = 60

/** Beside entries of about 1 it changes no last bit of an eigenvalue; squares of what is much smaller would underflow. */
const negligible = Number.EPSILON ** 2

/**
 * Eigenvalues of a symmetric matrix `[n, n]`, row-major, largest first, each within some last bits of the one that is largest in size;
 * NaN throughout where an entry is not finite. Takes about 2·n³ multiplications.
 * @throws InvariantError where the matrix is not n by n, or where it does not converge
 */
export function symmetricEigenvalues(matrix: ArrayLike<number>, n: number): Float64Array {
  invariant(matrix.length === n * n, `a matrix of ${String(n)} rows has ${String(matrix.length)} entries`)
  // Entries of at most 1, so that no square overflows.
  const size = Float64Array.from(matrix).reduce((most, entry) => Math.max(most, Math.abs(entry)), 0)
  if (!Number.isFinite(size)) return new Float64Array(n).fill(Number.NaN)
  if (size === 0) return new Float64Array(n)
  const tridiagonal = reflected(
    Float64Array.from(matrix, (entry) => entry / size),
    n,
  )
  return rotated(tridiagonal)
    .map((value) => value * size)
    .sort()
    .reverse()
}

/** Main diagonal, and the one beside it (its last entry is 0). */
interface Tridiagonal {
  readonly diagonal: Float64Array
  readonly beside: Float64Array
}

/**
 * The tridiagonal matrix with the same eigenvalues, by a Householder reflection for each column (Golub and Van Loan, Matrix
 * Computations, 4th edition, algorithm 8.3.1). Changes `a`.
 */
function reflected(a: Float64Array, n: number): Tridiagonal {
  const [diagonal, beside] = [new Float64Array(n), new Float64Array(n)]
  for (let k = 0; k < n; k += 1) {
    diagonal[k] = a[k * n + k] ?? 0
    const v = a.slice(k * n + k + 1, (k + 1) * n)
    const norm = Math.sqrt(dot(v, v))
    const [first = 0] = v
    if (norm <= negligible) continue
    // The sign that keeps the difference from cancelling.
    beside[k] = v.length === 1 ? first : first > 0 ? -norm : norm
    if (v.length === 1) continue
    v[0] = first - (beside[k] ?? 0)
    reflect(a, n, { from: k + 1, v, beta: 2 / dot(v, v) })
  }
  return { diagonal, beside }
}

/** A ← H·A·H of the block from a row on, with H = 1 − β·v·vᵀ: A − v·wᵀ − w·vᵀ. */
function reflect(a: Float64Array, n: number, { from, v, beta }: Reflection): void {
  const row = (i: number): Float64Array => a.subarray((from + i) * n + from, (from + i + 1) * n)
  const p = v.map((_, i) => beta * dot(row(i), v))
  const half = (beta / 2) * dot(p, v)
  const w = p.map((entry, i) => entry - half * (v[i] ?? 0))
  for (let i = 0; i < v.length; i += 1) {
    const [entries, vi, wi] = [row(i), v[i] ?? 0, w[i] ?? 0]
    for (let j = 0; j < v.length; j += 1) entries[j] = (entries[j] ?? 0) - vi * (w[j] ?? 0) - wi * (v[j] ?? 0)
  }
}

interface Reflection {
  readonly from: number
  readonly v: Float64Array
  readonly beta: number
}

/** Eigenvalues by the implicit QL method with Wilkinson's shift (Martin and Wilkinson, Numerische Mathematik 12, 1968). */
function rotated({ diagonal: d, beside: e }: Tridiagonal): Float64Array {
  const n = d.length
  const isApart = (m: number): boolean => {
    const neighbours = Math.abs(d[m] ?? 0) + Math.abs(d[m + 1] ?? 0)
    return Math.abs(e[m] ?? 0) <= Math.max(Number.EPSILON * neighbours, negligible)
  }
  for (let first = 0; first < n; first += 1) {
    for (let passes = 0; ; passes += 1) {
      let last = first
      while (last < n - 1 && !isApart(last)) last += 1
      if (last === first) break
      invariant(passes < mostPasses, `eigenvalue ${String(first)} of ${String(n)} does not converge`)
      pass(d, e, first, last)
    }
  }
  return d
}

/** One sweep of rotations from the last row of a block up to its first. */
function pass(d: Float64Array, e: Float64Array, first: number, last: number): void {
  const [low, next, off] = [d[first] ?? 0, d[first + 1] ?? 0, e[first] ?? 0]
  const middle = (next - low) / (2 * off)
  const root = Math.sqrt(middle * middle + 1)
  let g = (d[last] ?? 0) - low + off / (middle + (middle < 0 ? -root : root))
  let [c, s, p] = [1, 1, 0]
  for (let i = last - 1; i >= first; i -= 1) {
    const [f, b] = [s * (e[i] ?? 0), c * (e[i] ?? 0)]
    const length = Math.sqrt(f * f + g * g)
    e[i + 1] = length
    if (length === 0) {
      // The block has fallen apart here: what is above is taken up by the next pass.
      d[i + 1] = (d[i + 1] ?? 0) - p
      e[last] = 0
      return
    }
    s = f / length
    c = g / length
    const moved = (d[i + 1] ?? 0) - p
    const r = ((d[i] ?? 0) - moved) * s + 2 * c * b
    p = s * r
    d[i + 1] = moved + p
    g = c * r - b
  }
  d[first] = low - p
  e[first] = g
  e[last] = 0
}

function dot(x: Float64Array, y: Float64Array): number {
  let sum = 0
  for (let k = 0; k < x.length; k += 1) sum += (x[k] ?? 0) * (y[k] ?? 0)
  return sum
}
