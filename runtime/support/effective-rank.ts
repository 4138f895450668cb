// How many dimensions a cloud of vectors really uses.
import { invariant } from './invariant.js'
import { symmetricEigenvalues } from './symmetric-eigenvalues.js'

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
  const product = width <= rows ? columnProducts(vectors, rows, width) : rowProducts(vectors, rows, width)
  const sigmas = symmetricEigenvalues(product, size).map((value) => Math.sqrt(Math.max(0, value)))
  const total = sigmas.reduce((sum, sigma) => sum + sigma, 0)
  const shares = sigmas.map((sigma) => sigma / total + epsilon)
  return Math.exp(-shares.reduce((sum, share) => sum + share * Math.log(share), 0))
}

/** ZᵀZ in double precision, row by row as the vectors lie in memory. */
function columnProducts(z: ArrayLike<number>, rows: number, width: number): Float64Array {
  const product = new Float64Array(width * width)
  for (let row = 0; row < rows; row += 1) {
    for (let i = 0; i < width; i += 1) {
      const factor = z[row * width + i] ?? 0
      for (let j = i; j < width; j += 1)
        product[i * width + j] = (product[i * width + j] ?? 0) + factor * (z[row * width + j] ?? 0)
    }
  }
  for (let i = 0; i < width; i += 1)
    for (let j = 0; j < i; j += 1) product[i * width + j] = product[j * width + i] ?? 0
  return product
}

/** ZZᵀ, whose eigenvalues are those of ZᵀZ but for zeros. */
function rowProducts(z: ArrayLike<number>, rows: number, width: number): Float64Array {
  const product = new Float64Array(rows * rows)
  for (let i = 0; i < rows; i += 1) {
    for (let j = i; j < rows; j += 1) {
      let sum = 0
      for (let k = 0; k < width; k += 1) sum += (z[i * width + k] ?? 0) * (z[j * width + k] ?? 0)
      product[i * rows + j] = sum
      product[j * rows + i] = sum
    }
  }
  return product
}
