import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { randomStream } from '../../../runtime/support/random.js'
import { symmetricEigenvalues } from '../../../runtime/support/symmetric-eigenvalues.js'

const square = (n: number, entry: (i: number, j: number) => number): Float64Array =>
  Float64Array.from({ length: n * n }, (_, place) => entry(Math.floor(place / n), place % n))

function expectClose(found: ArrayLike<number>, wanted: readonly number[], within: number): void {
  expect(found).toHaveLength(wanted.length)
  const distance = Math.max(...wanted.map((x, k) => Math.abs(x - (found[k] ?? NaN))))
  expect(distance).toBeLessThanOrEqual(within)
}

describe('the eigenvalues of a symmetric matrix', () => {
  test('of two by two: (a + d)/2 ± √((a − d)²/4 + b²)', () => {
    expectClose(symmetricEigenvalues([2, 1, 1, 2], 2), [3, 1], 1e-15)
    expectClose(symmetricEigenvalues([0, 3, 3, 0], 2), [3, -3], 1e-15)
    expectClose(symmetricEigenvalues([1, 2, 2, -1], 2), [Math.sqrt(5), -Math.sqrt(5)], 1e-15)
  })

  test('of a diagonal, of one number and of none are what stands there, largest first', () => {
    expect([...symmetricEigenvalues([1, 0, 0, 0, 3, 0, 0, 0, 2], 3)]).toEqual([3, 2, 1])
    expect([...symmetricEigenvalues([-4], 1)]).toEqual([-4])
    expect([...symmetricEigenvalues([], 0)]).toEqual([])
  })

  test.each([3, 16, 60])('of second differences of %i points: 2 − 2·cos(kπ/(n + 1))', (n) => {
    const matrix = square(n, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0))
    const wanted = Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((n - k) * Math.PI) / (n + 1)))
    expectClose(symmetricEigenvalues(matrix, n), wanted, 1e-14)
  })

  test('of ones: n, and zeros', () => {
    const values = symmetricEigenvalues(
      square(40, () => 1),
      40,
    )
    expectClose(values, [40, ...Array.from({ length: 39 }, () => 0)], 1e-13)
  })

  test('span sixteen powers of ten under a reflection H·D·H', () => {
    const n = 12
    const wanted = Array.from({ length: n }, (_, k) => 10 ** (4 - k) * (k % 3 === 1 ? -1 : 1))
    const u = Array.from({ length: n }, (_, k) => Math.sin(k + 1))
    const norm = u.reduce((sum, x) => sum + x * x, 0)
    const h = (i: number, j: number) => Number(i === j) - (2 * (u[i] ?? 0) * (u[j] ?? 0)) / norm
    const matrix = square(n, (i, j) => wanted.reduce((sum, d, k) => sum + h(i, k) * d * h(k, j), 0))
    const sorted = [...wanted].sort((x, y) => y - x)
    expectClose(symmetricEigenvalues(matrix, n), sorted, 1e4 * 1e-14)
  })
})

/** How many eigenvalues of a symmetric matrix lie below x: as many as pivots of A − x·1 are negative (Sylvester's law of inertia). */
function countBelow(matrix: Float64Array, n: number, x: number): number {
  const a = matrix.map((entry, place) => (place % (n + 1) === 0 ? entry - x : entry))
  let count = 0
  for (let k = 0; k < n; k += 1) {
    const pivot = a[k * n + k] ?? NaN
    count += Number(pivot < 0)
    for (let i = k + 1; i < n; i += 1) {
      const factor = (a[i * n + k] ?? NaN) / pivot
      for (let j = k; j < n; j += 1) a[i * n + j] = (a[i * n + j] ?? NaN) - factor * (a[k * n + j] ?? NaN)
    }
  }
  return count
}

const matrices = fc
  .integer({ min: 1, max: 9 })
  .chain((n) =>
    fc.tuple(
      fc.constant(n),
      fc.array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: n * n, maxLength: n * n }),
    ),
  )
  .map(([n, entries]) => ({
    n,
    matrix: square(n, (i, j) => entries[Math.min(i, j) * n + Math.max(i, j)] ?? 0),
  }))

describe('the eigenvalues of any symmetric matrix', () => {
  test('have the power sums that its powers have on their diagonals, and are in order', () => {
    fc.assert(
      fc.property(matrices, ({ n, matrix }) => {
        const values = [...symmetricEigenvalues(matrix, n)]
        expect(values).toEqual([...values].sort((x, y) => y - x))
        const size = Math.max(1e-300, ...values.map(Math.abs))
        let product = matrix
        for (let exponent = 1; exponent <= n; exponent += 1) {
          const trace = product.reduce((sum, x, place) => sum + (place % (n + 1) === 0 ? x : 0), 0)
          const sum = values.reduce((total, value) => total + value ** exponent, 0)
          expect(Math.abs(sum - trace)).toBeLessThanOrEqual(1e-12 * size ** exponent)
          const before = product
          product = square(n, (i, j) => {
            let entry = 0
            for (let k = 0; k < n; k += 1) entry += (before[i * n + k] ?? NaN) * (matrix[k * n + j] ?? NaN)
            return entry
          })
        }
      }),
    )
  })

  test.each([1, 2, 3, 4, 5])('are as many below each number as Sylvester counts, seed %i', (seed) => {
    const n = 24
    const random = randomStream('symmetric', seed)
    const entries = Array.from({ length: n * n }, () => random.normal())
    const matrix = square(n, (i, j) => entries[Math.min(i, j) * n + Math.max(i, j)] ?? 0)
    const values = symmetricEigenvalues(matrix, n)
    values.forEach((value, k) => {
      expect(countBelow(matrix, n, value - 1e-11)).toBe(n - 1 - k)
      expect(countBelow(matrix, n, value + 1e-11)).toBe(n - k)
    })
  })

  test('are found beside entries whose squares underflow', () => {
    const matrix = [0, 1e-170, 0, 0, 1e-170, 0, 0, 0, 0, 0, 0, 1, 0, 0, 1, 0]
    expectClose(symmetricEigenvalues(matrix, 4), [1, 0, 0, -1], 1e-15)
  })

  test('scale with it, from the smallest to the largest numbers', () => {
    const matrix = [2, 1, 1, 2]
    for (const scale of [1e-300, 1e-160, 1e160, 1e300])
      expectClose(symmetricEigenvalues(matrix.map((x) => x * scale), 2).map((x) => x / scale), [3, 1], 1e-15) // prettier-ignore
  })
})

test('entries that are no numbers give values that are none, and a wrong shape is our bug', () => {
  for (const odd of [NaN, Infinity])
    expect([...symmetricEigenvalues([1, odd, odd, 2], 2)]).toEqual([NaN, NaN])
  expect(() => symmetricEigenvalues([1, 2, 3], 2)).toThrow('a matrix of 2 rows has 3 entries')
})
