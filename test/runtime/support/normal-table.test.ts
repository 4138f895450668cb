// The tabulated distribution function against the slow one and against values of its own tail.
import { expect, test } from '@jest/globals'
import fc from 'fast-check'
import { normalCdf } from '../../../runtime/support/normal.js'
import { fastNormalCdf, normalMass } from '../../../runtime/support/normal-table.js'

test('agrees with the series and the continued fraction everywhere', () => {
  for (let z = -37; z <= 9; z += 0.0137) {
    expect(Math.abs(fastNormalCdf(z) / normalCdf(z) - 1)).toBeLessThan(1e-12)
  }
})

test('agrees with published tail values: Q(5), Q(10), Q(20) (Abramowitz and Stegun, table 26.2)', () => {
  expect(fastNormalCdf(-5) / 2.866515719e-7).toBeCloseTo(1, 8)
  // −log₁₀ Q(x): 23.11805 at 10, 88.56010 at 20.
  expect(-Math.log10(fastNormalCdf(-10))).toBeCloseTo(23.11805, 5)
  expect(-Math.log10(fastNormalCdf(-20))).toBeCloseTo(88.5601, 4)
  expect(fastNormalCdf(-Infinity)).toBe(0)
  expect(fastNormalCdf(Infinity)).toBe(1)
})

test('the mass of a stretch keeps its digits in the upper tail', () => {
  fc.assert(
    fc.property(
      fc.double({ min: 0, max: 30, noNaN: true }),
      fc.double({ min: 0.01, max: 2, noNaN: true }),
      (a, width) => {
        expect(normalMass(a, a + width)).toBeCloseTo(normalMass(-a - width, -a), 15)
        const direct = normalCdf(-a) - normalCdf(-a - width)
        expect(Math.abs(normalMass(a, a + width) / direct - 1)).toBeLessThan(1e-10)
      },
    ),
  )
})
