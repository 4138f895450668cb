import { describe, expect, test } from '@jest/globals'
import { deriveSeed, philox, randomStream } from '../../../runtime/support/random.js'

describe('philox', () => {
  test('equals the published known-answer vectors of Philox-4x32-10', () => {
    // Random123 distribution, kat_vectors: counter 0 with key 0.
    expect(philox(0, [0, 0]).map(hex)).toEqual(['6627e8d5', 'e169c58d', 'bc57ac4c', '9b00dbd8'])
  })
})

describe('randomStream', () => {
  test('the same path gives the same draws and another path gives others', () => {
    const draws = (...path: (string | number)[]) => {
      const stream = randomStream(...path)
      return [stream.uniform(), stream.integer(10), stream.normal(), stream.bits()]
    }
    expect(draws(1, 'trial', 7)).toEqual(draws(1, 'trial', 7))
    expect(draws(1, 'trial', 7)).not.toEqual(draws(1, 'trial', 8))
    expect(draws('a', 'b')).not.toEqual(draws('ab'))
    expect(draws(1)).not.toEqual(draws('1'))
  })

  test('a derived stream consumes nothing from its parent', () => {
    const parent = randomStream(3, 'x')
    parent.derive('child').uniform()
    expect(parent.uniform()).toBe(randomStream(3, 'x').uniform())
    expect(randomStream(3, 'x').derive('child').bits()).toBe(randomStream(3, 'x', 'child').bits())
  })

  test('uniform draws fill ten bins evenly (chi-square, 9 degrees of freedom, 0.1 % point 27.88)', () => {
    const stream = randomStream(11, 'chi-square')
    const bins = new Array<number>(10).fill(0)
    for (let draw = 0; draw < 100_000; draw += 1) {
      const bin = Math.floor(stream.uniform() * 10)
      bins[bin] = (bins[bin] ?? 0) + 1
    }
    const statistic = bins.reduce((sum, count) => sum + (count - 10_000) ** 2 / 10_000, 0)
    expect(statistic).toBeLessThan(27.88)
  })

  test('normal draws have mean 0, variance 1 and kurtosis 3 within five standard errors', () => {
    const stream = randomStream(12, 'normal')
    const n = 100_000
    const draws = Array.from({ length: n }, () => stream.normal())
    const moment = (power: number) => draws.reduce((sum, x) => sum + x ** power, 0) / n
    expect(Math.abs(moment(1))).toBeLessThan(5 / Math.sqrt(n))
    expect(Math.abs(moment(2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n))
    expect(Math.abs(moment(4) - 3)).toBeLessThan(5 * Math.sqrt(96 / n))
  })

  test('many normal draws at once: the same moments, both of a pair without correlation, and as many as asked for', () => {
    const n = 100_000
    const draws = randomStream(12, 'normals').normals(n)
    const mean = (value: (draw: number, place: number) => number) =>
      draws.reduce((sum, draw, place) => sum + value(draw, place), 0) / n
    expect(Math.abs(mean((x) => x))).toBeLessThan(5 / Math.sqrt(n))
    expect(Math.abs(mean((x) => x ** 2) - 1)).toBeLessThan(5 * Math.sqrt(2 / n))
    expect(Math.abs(mean((x) => x ** 4) - 3)).toBeLessThan(5 * Math.sqrt(96 / n))
    const products = mean((x, place) => (place % 2 === 0 ? 2 * x * (draws[place + 1] ?? Number.NaN) : 0))
    expect(Math.abs(products)).toBeLessThan(5 * Math.sqrt(2 / n))
    expect(randomStream(1).normals(3)).toEqual(randomStream(1).normals(4).slice(0, 3))
  })

  test('a permutation holds every index once, and each of the six orders of three is about as frequent', () => {
    expect([...randomStream(1).permutation(50)].sort((a, b) => a - b)).toEqual([...Array(50).keys()])
    const counts = new Map<string, number>()
    for (let round = 0; round < 6_000; round += 1) {
      const order = randomStream(5, round).permutation(3).join('')
      counts.set(order, (counts.get(order) ?? 0) + 1)
    }
    expect(counts.size).toBe(6)
    // Chi-square with 5 degrees of freedom, 0.1 % point 20.5.
    const statistic = [...counts.values()].reduce((sum, count) => sum + (count - 1_000) ** 2 / 1_000, 0)
    expect(statistic).toBeLessThan(20.5)
  })

  test('a derived seed is an exact non-negative integer', () => {
    const seed = deriveSeed(1, 'replicate', 4)
    expect(Number.isSafeInteger(seed)).toBe(true)
    expect(seed).toBeGreaterThanOrEqual(0)
    expect(deriveSeed(1, 'replicate', 4)).toBe(seed)
  })
})

const hex = (value: number): string => value.toString(16).padStart(8, '0')
