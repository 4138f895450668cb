// Powers and draws that must be the same to the last bit on every release of Node.
import { createHash } from 'node:crypto'
import { describe, expect, test } from '@jest/globals'
import type { Domain } from '../../../runtime/space/decision.js'
import { draw } from '../../../runtime/space/domain.js'
import { power } from '../../../runtime/support/power.js'
import { randomStream } from '../../../runtime/support/random.js'

describe('power', () => {
  test('equals products for whole exponents, as far as doubles are exact', () => {
    for (let base = -9; base <= 9; base += 1) {
      let product = 1
      for (let exponent = 0; exponent <= 16; exponent += 1) {
        expect(power(base, exponent)).toBe(product)
        product *= base
      }
    }
    expect(power(10, -3)).toBe(0.001)
    expect(power(2, -1074)).toBe(Number.MIN_VALUE)
    expect(power(2, 1023)).toBe(8.98846567431158e307)
  })

  test('takes exact roots where they exist, and has no value where the reals have none', () => {
    for (let root = 0; root <= 1000; root += 1) expect(power(root * root, 0.5)).toBe(root)
    expect(power(4, -1.5)).toBe(0.125)
    expect(power(-8, 1 / 3)).toBeNaN()
    expect(power(-4, 0.5)).toBeNaN()
  })

  test('treats zeros, infinities and NaN as the language does', () => {
    const values = [0, -0, Infinity, -Infinity, Number.NaN, 1, -1, 2, -2, 0.5, -0.5, 3, -3]
    for (const base of values.slice(0, 5)) {
      for (const exponent of values) expect(power(base, exponent)).toBe(base ** exponent)
    }
    for (const base of values) {
      for (const exponent of values.slice(0, 5)) expect(power(base, exponent)).toBe(base ** exponent)
    }
  })

  test("is as near to the language's own power as its accuracy allows", () => {
    const random = randomStream(1, 'powers')
    for (let round = 0; round < 10_000; round += 1) {
      const [base, exponent] = [100 * random.uniform(), 20 * random.uniform() - 10]
      const own = base ** exponent
      expect(Math.abs(power(base, exponent) - own)).toBeLessThanOrEqual(1e-14 * own)
    }
  })
})

describe('every release of Node', () => {
  const hashOf = (next: () => number): string => {
    const draws = Float64Array.from({ length: 10_000 }, next)
    return createHash('sha256').update(new Uint8Array(draws.buffer)).digest('hex').slice(0, 16)
  }
  const domains: readonly (readonly [Domain, string])[] = [
    [{ kind: 'uniform', low: -1, high: 3 }, '03689be6b56ee78a'],
    [{ kind: 'log_uniform', low: 1e-5, high: 0.1 }, '58d85ffa4dd70aac'],
    [{ kind: 'int', low: 1, high: 1000 }, '19d3d428cc0d220b'],
    [{ kind: 'log_int', low: 4, high: 4096 }, '1f9e14e24616665f'],
    [{ kind: 'normal', mean: 1, deviation: 2 }, 'd7c403b2d002b612'],
  ]

  test.each(domains)('draws the same values of %j', (domain, hash) => {
    const random = randomStream(7, 'draws', domain.kind)
    expect(hashOf(() => Number(draw(domain, random)))).toBe(hash)
  })

  test('computes the same powers', () => {
    const random = randomStream(8, 'powers')
    const whole = (): number => power(0.9 + 0.1 * random.uniform(), random.integer(2000))
    const real = (): number => power(10 * random.uniform(), 8 * random.uniform() - 4)
    expect([hashOf(whole), hashOf(real)]).toEqual(['d02bd2bf85b43062', '91c743ea4397e4c4'])
  })
})
