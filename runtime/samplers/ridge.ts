// Ridge regression on sparse rows by the dual system: for few rows of many columns.

/** A row: columns with their values, every other column 0. */
export type SparseRow = ReadonlyMap<number, number>

/** A fitted linear function. */
export interface Linear {
  readonly intercept: number
  readonly weights: ReadonlyMap<number, number>
}

/**
 * Minimises Σ (yᵢ − b − w·xᵢ)² + λ‖w‖², the intercept b unpenalised. With rows and targets centred, K = XXᵀ, (K + λI)a = y and w = Xᵀa.
 */
export function fitRidge(rows: readonly SparseRow[], targets: readonly number[], lambda: number): Linear {
  const count = rows.length
  const mean = targets.reduce((sum, y) => sum + y, 0) / Math.max(1, count)
  const kernel = centredKernel(rows)
  for (let i = 0; i < count; i += 1) kernel[i * count + i] = (kernel[i * count + i] ?? 0) + lambda
  const dual = solve(
    kernel,
    targets.map((y) => y - mean),
  )
  const weights = new Map<number, number>()
  const centre = new Map<number, number>()
  rows.forEach((row, i) => {
    for (const [column, value] of row) {
      weights.set(column, (weights.get(column) ?? 0) + value * (dual[i] ?? 0))
      centre.set(column, (centre.get(column) ?? 0) + value / count)
    }
  })
  // Σa is 0 but for rounding, which a small λ magnifies: take it out of the weights.
  const rest = dual.reduce((sum, a) => sum + a, 0)
  let offset = 0
  for (const [column, value] of centre) {
    const weight = (weights.get(column) ?? 0) - rest * value
    weights.set(column, weight)
    offset += value * weight
  }
  return { intercept: mean - offset, weights }
}

/** Value of the function at a row. */
export function predict(linear: Linear, row: SparseRow): number {
  let sum = linear.intercept
  for (const [column, value] of row) sum += value * (linear.weights.get(column) ?? 0)
  return sum
}

/** (X − 1x̄ᵀ)(X − 1x̄ᵀ)ᵀ: inner products minus the means of their row and column, plus the grand mean. */
function centredKernel(rows: readonly SparseRow[]): Float64Array {
  const count = rows.length
  const kernel = new Float64Array(count * count)
  rows.forEach((row, i) => {
    for (let j = 0; j <= i; j += 1) {
      const product = dot(row, rows[j] ?? row)
      kernel[i * count + j] = product
      kernel[j * count + i] = product
    }
  })
  const means = new Float64Array(count)
  for (let i = 0; i < count; i += 1) {
    for (let j = 0; j < count; j += 1) means[i] = (means[i] ?? 0) + (kernel[i * count + j] ?? 0) / count
  }
  const grand = means.reduce((sum, value) => sum + value, 0) / Math.max(1, count)
  return kernel.map(
    (value, at) => value - (means[Math.floor(at / count)] ?? 0) - (means[at % count] ?? 0) + grand,
  )
}

function dot(a: SparseRow, b: SparseRow): number {
  const [small, large] = a.size <= b.size ? [a, b] : [b, a]
  let sum = 0
  for (const [column, value] of small) sum += value * (large.get(column) ?? 0)
  return sum
}

/** Solves a symmetric positive definite system by Cholesky's factorisation. */
function solve(matrix: Float64Array, right: readonly number[]): readonly number[] {
  const n = right.length
  const lower = new Float64Array(matrix)
  const at = (i: number, j: number): number => lower[i * n + j] ?? 0
  for (let i = 0; i < n; i += 1) {
    for (let j = 0; j <= i; j += 1) {
      let sum = at(i, j)
      for (let k = 0; k < j; k += 1) sum -= at(i, k) * at(j, k)
      // Rounding can push a pivot of a rank-deficient kernel with a tiny λ below zero.
      lower[i * n + j] = i === j ? Math.sqrt(Math.max(sum, 1e-12)) : sum / at(j, j)
    }
  }
  const x = [...right]
  for (let i = 0; i < n; i += 1) {
    let sum = x[i] ?? 0
    for (let k = 0; k < i; k += 1) sum -= at(i, k) * (x[k] ?? 0)
    x[i] = sum / at(i, i)
  }
  for (let i = n - 1; i >= 0; i -= 1) {
    let sum = x[i] ?? 0
    for (let k = i + 1; k < n; k += 1) sum -= at(k, i) * (x[k] ?? 0)
    x[i] = sum / at(i, i)
  }
  return x
}
