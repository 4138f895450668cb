// How many dimensions a cloud of vectors really uses.
import { invariant } from './invariant.js'
import { symmetricEigen } from './symmetric-eigen.js'

/** What is added to each share, so that a share of 0 has a logarithm: that of the paper. */
const epsilon = 1e-7

/**
 * RankMe: exp(−Σ pₖ·log pₖ) with pₖ = σₖ / Σσ + ε over the min(N, K) singular values of the vectors `[N, K]`, row-major, neither
 * centred nor normalized (Garrido et al., RankMe, ICML 2023; but for ε, Roy and Vetterli's effective rank, EUSIPCO 2007). Between 1
 * and min(N, K), but for ε. Compare only models of one method and one K. NaN where a number is not finite, or where all are 0.
 *
 * Singular values are roots of the eigenvalues of the smaller Gram matrix, so those below 1e-8 of the largest are noise: a tenth of ε.
 * @throws InvariantError where the rows are not of that width, or where there are none
 */
export function effectiveRank(vectors: ArrayLike<number>, width: number): number {
  const rows = vectors.length / width
  invariant(
    Number.isInteger(rows) && rows > 0,
    `${String(vectors.length)} numbers in rows of ${String(width)}`,
  )
  const size = Math.min(rows, width)
  const { values } = symmetricEigen(gram(vectors, rows, width), size)
  const sigmas = values.map((value) => Math.sqrt(Math.max(0, value)))
  const total = sigmas.reduce((sum, sigma) => sum + sigma, 0)
  const shares = sigmas.map((sigma) => sigma / total + epsilon)
  return Math.exp(-shares.reduce((sum, share) => sum + share * Math.log(share), 0))
}

/** ZᵀZ or ZZᵀ, whichever is smaller, in double precision: its eigenvalues but for zeros are the same. */
function gram(z: ArrayLike<number>, rows: number, width: number): Float64Array {
  const [size, inner] = width <= rows ? [width, rows] : [rows, width]
  const at = width <= rows ? (i: number, k: number) => k * width + i : (i: number, k: number) => i * width + k
  const product = new Float64Array(size * size)
  for (let i = 0; i < size; i += 1) {
    for (let j = i; j < size; j += 1) {
      let sum = 0
      for (let k = 0; k < inner; k += 1) sum += (z[at(i, k)] ?? 0) * (z[at(j, k)] ?? 0)
      product[i * size + j] = sum
      product[j * size + i] = sum
    }
  }
  return product
}
