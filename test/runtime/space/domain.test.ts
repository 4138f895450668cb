// Domains against their definitions: membership, order, quantiles, draws.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { cellsOf } from '../../../runtime/samplers/cells.js'
import type { Domain } from '../../../runtime/space/decision.js'
import {
  contains,
  cumulative,
  domainSize,
  draw,
  indexOf,
  quantile,
  sameValue,
  valueAt,
} from '../../../runtime/space/domain.js'
import { normalCdf, normalQuantile } from '../../../runtime/support/normal.js'
import { randomStream } from '../../../runtime/support/random.js'

const domains: readonly Domain[] = [
  { kind: 'values', values: ['a', true, 3, [3, 5]], ordered: false },
  { kind: 'int', low: -2, high: 9 },
  { kind: 'log_int', low: 1, high: 1000 },
  { kind: 'uniform', low: -1, high: 2 },
  { kind: 'log_uniform', low: 1e-5, high: 10 },
  { kind: 'normal', mean: 3, deviation: 0.5 },
]

describe('domains', () => {
  test.each(domains)('$kind: draws and quantiles are members', (domain) => {
    const random = randomStream('members', domain.kind)
    for (let index = 0; index < 500; index += 1) {
      expect(contains(domain, draw(domain, random))).toBe(true)
      expect(contains(domain, quantile(domain, (index + 0.5) / 500))).toBe(true)
    }
    expect(contains(domain, 'z')).toBe(false)
    expect(contains(domain, NaN)).toBe(false)
  })

  test.each(domains.filter((domain) => domainSize(domain) < Infinity))(
    '$kind: positions and values are inverse',
    (domain) => {
      for (let index = 0; index < domainSize(domain); index += 1) {
        expect(indexOf(domain, valueAt(domain, index))).toBe(index)
      }
      expect(indexOf(domain, 'z')).toBe(-1)
    },
  )

  test('quantiles invert the cumulative distribution', () => {
    fc.assert(
      fc.property(fc.double({ min: 0.001, max: 0.999, noNaN: true }), (u) => {
        for (const domain of domains) {
          if (domain.kind === 'values' || domain.kind === 'int' || domain.kind === 'log_int') continue
          expect(cumulative(domain, Number(quantile(domain, u)))).toBeCloseTo(u, 9)
        }
      }),
      { seed: 5, numRuns: 100 },
    )
  })

  test('integers are equally likely, and log-integers as the cells of a log-uniform real', () => {
    const random = randomStream('frequencies')
    const draws = 20_000
    const frequencies = (domain: Domain): Map<number, number> => {
      const seen = new Map<number, number>()
      for (let index = 0; index < draws; index += 1) {
        const value = Number(draw(domain, random))
        seen.set(value, (seen.get(value) ?? 0) + 1 / draws)
      }
      return seen
    }
    for (const share of frequencies({ kind: 'int', low: 1, high: 8 }).values())
      expect(share).toBeCloseTo(1 / 8, 1)
    const logs = frequencies({ kind: 'log_int', low: 1, high: 7 })
    for (let value = 1; value <= 7; value += 1) {
      expect(Math.abs((logs.get(value) ?? 0) - Math.log((value + 1) / value) / Math.log(8))).toBeLessThan(
        0.012,
      )
    }
  })

  test('a domain whose ends meet has one value', () => {
    expect(domainSize({ kind: 'uniform', low: 2, high: 2 })).toBe(1)
    expect(valueAt({ kind: 'log_uniform', low: 2, high: 2 }, 0)).toBe(2)
    expect(domainSize({ kind: 'normal', mean: 1, deviation: 0 })).toBe(1)
  })

  test('lists are equal by content', () => {
    expect(sameValue([3, 5], [3, 5])).toBe(true)
    expect(sameValue([3, 5], [5, 3])).toBe(false)
    expect(sameValue('1', 1)).toBe(false)
  })
})

describe('the normal distribution', () => {
  test.each([
    [0, 0.5],
    [1, 0.8413447460685429],
    [-1.959963984540054, 0.025],
    [2.9, 0.998134186699616],
    [-6, 9.865876450376946e-10],
  ])('Φ(%d) = %d', (x, p) => {
    expect(Math.abs(normalCdf(x) - p)).toBeLessThan(1e-13)
    expect(normalQuantile(p)).toBeCloseTo(x, 6)
  })
})

describe('cells', () => {
  test.each(domains)('$kind: a draw from a cell lies in that cell', (domain) => {
    const random = randomStream('cells', domain.kind)
    for (const limit of [2, 5, 32]) {
      const cells = cellsOf(domain, limit)
      expect(cells.count).toBeLessThanOrEqual(Math.max(limit, domain.kind === 'values' ? 4 : 0))
      for (let cell = 0; cell < cells.count; cell += 1) {
        const value = cells.draw(cell, random)
        expect(contains(domain, value)).toBe(true)
        expect(cells.cellOf(value)).toBe(cell)
      }
    }
  })
})
