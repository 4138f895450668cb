import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { symmetricEigen } from '../../../runtime/support/symmetric-eigen.js'

const square = (n: number, entry: (i: number, j: number) => number): Float64Array =>
  Float64Array.from({ length: n * n }, (_, place) => entry(Math.floor(place / n), place % n))

function expectClose(found: ArrayLike<number>, wanted: readonly number[], within: number): void {
  expect(found).toHaveLength(wanted.length)
  const distance = Math.max(...wanted.map((x, k) => Math.abs(x - (found[k] ?? NaN))))
  expect(distance).toBeLessThanOrEqual(within)
}

describe('the eigenvalues of a symmetric matrix', () => {
  test('of two by two: (a + d)/2 ± √((a − d)²/4 + b²)', () => {
    expectClose(symmetricEigen([2, 1, 1, 2], 2).values, [3, 1], 1e-15)
    expectClose(symmetricEigen([0, 3, 3, 0], 2).values, [3, -3], 1e-15)
    expectClose(symmetricEigen([1, 2, 2, -1], 2).values, [Math.sqrt(5), -Math.sqrt(5)], 1e-15)
  })

  test('of a diagonal, of one number and of none are what stands there, largest first', () => {
    expect([...symmetricEigen([1, 0, 0, 0, 3, 0, 0, 0, 2], 3).values]).toEqual([3, 2, 1])
    expect([...symmetricEigen([-4], 1).values]).toEqual([-4])
    expect([...symmetricEigen([], 0).values]).toEqual([])
  })

  test.each([3, 16, 60])('of second differences of %i points: 2 − 2·cos(kπ/(n + 1))', (n) => {
    const matrix = square(n, (i, j) => (i === j ? 2 : Math.abs(i - j) === 1 ? -1 : 0))
    const wanted = Array.from({ length: n }, (_, k) => 2 - 2 * Math.cos(((n - k) * Math.PI) / (n + 1)))
    expectClose(symmetricEigen(matrix, n).values, wanted, 1e-14)
  })

  test('of ones: n, and zeros', () => {
    const { values } = symmetricEigen(
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
    expectClose(symmetricEigen(matrix, n).values, sorted, 1e4 * 1e-14)
  })
})

test('A·v = λ·v with orthonormal v, of whatever symmetric matrix', () => {
  const entry = fc.double({ min: -10, max: 10, noNaN: true })
  const matrices = fc
    .integer({ min: 1, max: 9 })
    .chain((n) => fc.tuple(fc.constant(n), fc.array(entry, { minLength: n * n, maxLength: n * n })))
  fc.assert(
    fc.property(matrices, ([n, entries]) => {
      const matrix = square(n, (i, j) => entries[Math.min(i, j) * n + Math.max(i, j)] ?? 0)
      const { values, vectors } = symmetricEigen(matrix, n)
      const at = (k: number, i: number): number => vectors[k * n + i] ?? NaN
      for (let k = 0; k < n; k += 1) {
        expect(k === 0 || (values[k - 1] ?? NaN) >= (values[k] ?? NaN)).toBe(true)
        for (let i = 0; i < n; i += 1) {
          let [product, angle] = [0, 0]
          for (let j = 0; j < n; j += 1) {
            product += (matrix[i * n + j] ?? 0) * at(k, j)
            angle += at(k, j) * at(i, j)
          }
          expect(Math.abs(product - (values[k] ?? NaN) * at(k, i))).toBeLessThan(1e-12)
          expect(Math.abs(angle - Number(i === k))).toBeLessThan(1e-13)
        }
      }
    }),
  )
})

test('entries that are no numbers give values that are none, and a wrong shape is our bug', () => {
  expect(Number.isNaN(symmetricEigen([NaN, 1, 1, 2], 2).values[0])).toBe(true)
  expect(() => symmetricEigen([1, 2, 3], 2)).toThrow('a matrix of 2 rows has 3 entries')
})
