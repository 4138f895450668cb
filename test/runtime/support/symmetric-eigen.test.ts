import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { symmetricEigen } from '../../../runtime/support/symmetric-eigen.js'

const symmetric = fc.integer({ min: 1, max: 12 }).chain((n) =>
  fc
    .array(fc.double({ min: -10, max: 10, noNaN: true }), { minLength: n * n, maxLength: n * n })
    .map((entries) => ({
      n,
      matrix: Float64Array.from({ length: n * n }, (_, place) => {
        const [i, j] = [Math.floor(place / n), place % n]
        return entries[Math.min(i, j) * n + Math.max(i, j)] ?? 0
      }),
    })),
)

describe('eigenvalues of a symmetric matrix', () => {
  test('are those of a matrix of two rows by its formula', () => {
    const { values } = symmetricEigen(Float64Array.of(2, 1, 1, 3), 2)
    expect(values[0]).toBeCloseTo((5 - Math.sqrt(5)) / 2, 14)
    expect(values[1]).toBeCloseTo((5 + Math.sqrt(5)) / 2, 14)
  })

  test('and vectors give the matrix back, and vectors are orthonormal', () => {
    fc.assert(
      fc.property(symmetric, ({ n, matrix }) => {
        const { values, vectors } = symmetricEigen(matrix, n)
        const sum = (f: (k: number) => number) =>
          Array.from({ length: n }, (_, k) => f(k)).reduce((total, one) => total + one, 0)
        for (let i = 0; i < n; i += 1) {
          for (let j = 0; j < n; j += 1) {
            const [row, column] = [
              (k: number) => vectors[i * n + k] ?? 0,
              (k: number) => vectors[j * n + k] ?? 0,
            ]
            expect(sum((k) => row(k) * (values[k] ?? 0) * column(k))).toBeCloseTo(matrix[i * n + j] ?? 0, 9)
            expect(sum((k) => (vectors[k * n + i] ?? 0) * (vectors[k * n + j] ?? 0))).toBeCloseTo(
              Number(i === j),
              10,
            )
          }
        }
      }),
      { numRuns: 50 },
    )
  })

  test('come in order', () => {
    fc.assert(
      fc.property(symmetric, ({ n, matrix }) => {
        const { values } = symmetricEigen(matrix, n)
        expect(Array.from(values)).toEqual(Array.from(values).sort((a, b) => a - b))
      }),
    )
  })

  test('of a diagonal and of a zero matrix are its entries', () => {
    expect(Array.from(symmetricEigen(Float64Array.of(3, 0, 0, 0, -1, 0, 0, 0, 2), 3).values)).toEqual([
      -1, 2, 3,
    ])
    expect(Array.from(symmetricEigen(new Float64Array(4), 2).values)).toEqual([0, 0])
  })
})
