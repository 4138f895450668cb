// Distribution functions against values from SciPy 1.17 and printed tables.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { logGamma, regularizedBeta } from '../../../runtime/statistics/incomplete-beta.js'
import { normalCdf, normalQuantile } from '../../../runtime/support/normal.js'
import { studentCdf, studentQuantile } from '../../../runtime/statistics/student-t.js'

const close = (actual: number, expected: number, relative: number) =>
  expect(Math.abs(actual - expected)).toBeLessThanOrEqual(relative * Math.abs(expected))

describe('the normal distribution', () => {
  test.each([
    [-8, 6.22096057427174e-16],
    [-3.5, 0.00023262907903552502],
    [-3, 0.0013498980316300933],
    [-1.96, 0.024997895148220435],
    [-0.3, 0.3820885778110474],
    [0.7, 0.758036347776927],
    [2.5, 0.9937903346742238],
    [5, 0.9999997133484281],
  ])('has P(Z ≤ %d) = %d', (z, p) => close(normalCdf(z), p, 2e-13))

  test.each([
    [1e-10, -6.361340902404056],
    [1e-4, -3.7190164854556804],
    [0.025, -1.9599639845400545],
    [0.3, -0.5244005127080409],
    [0.975, 1.959963984540054],
    [0.9999, 3.719016485455709],
  ])('has the quantile at %d', (p, z) => close(normalQuantile(p), z, 1e-10))

  test('has infinite quantiles at the ends', () => {
    expect([normalQuantile(0), normalQuantile(0.5), normalQuantile(1)]).toEqual([-Infinity, 0, Infinity])
  })
})

describe('the incomplete beta function', () => {
  test('is the binomial tail for whole parameters', () => {
    // I_x(3, 4) = P(at least 3 of 6).
    const x = 0.3
    const choose = [20, 15, 6, 1]
    const tail = choose.reduce((sum, c, k) => sum + c * x ** (k + 3) * (1 - x) ** (3 - k), 0)
    close(regularizedBeta(x, 3, 4), tail, 1e-13)
  })

  test('satisfies I_x(a, b) = 1 − I_{1−x}(b, a)', () => {
    const parameter = fc.double({ min: 0.1, max: 300, noNaN: true })
    const property = fc.property(
      fc.double({ min: 0.01, max: 0.99, noNaN: true }),
      parameter,
      parameter,
      (x, a, b) => {
        expect(regularizedBeta(x, a, b)).toBeCloseTo(1 - regularizedBeta(1 - x, b, a), 11)
      },
    )
    fc.assert(property, { seed: 1, numRuns: 200 })
  })

  test('rests on ln Γ, which gives factorials', () => {
    close(logGamma(11), Math.log(3628800), 1e-14)
    close(logGamma(0.5), Math.log(Math.PI) / 2, 1e-13)
  })
})

describe("Student's t", () => {
  test.each([
    [-2.5, 3, 0.04385332350403278],
    [1.2, 1, 0.7788579383763045],
    [0.3, 7.5, 0.6138386707156109],
    [-40, 4, 1.1670081613006339e-6],
    [2, 1000, 0.9771148267533741],
    [-12, 29, 4.5303541665685913e-13],
  ])('has P(T ≤ %d) with %d degrees of freedom', (t, freedom, p) => close(studentCdf(t, freedom), p, 1e-11))

  test.each([
    [0.975, 1, 12.706204736174694],
    [0.975, 5, 2.5705818356363146],
    [0.995, 10, 3.16927267261695],
    [0.95, 29, 1.6991270265334972],
    [0.6, 3, 0.2766706623326898],
    [1e-6, 4, -41.577854150450975],
    [0.975, 1000, 1.9623390808264083],
  ])('has the quantile at %d with %d degrees of freedom', (p, freedom, t) =>
    close(studentQuantile(p, freedom), t, 1e-10),
  )
})
