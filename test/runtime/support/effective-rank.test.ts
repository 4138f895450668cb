import { describe, expect, test } from '@jest/globals'
import { effectiveRank } from '../../../runtime/support/effective-rank.js'
import { randomStream } from '../../../runtime/support/random.js'

const epsilon = 1e-7

/** The formula on given singular values. */
function rankOf(...sigmas: readonly number[]): number {
  const total = sigmas.reduce((sum, sigma) => sum + sigma, 0)
  const shares = sigmas.map((sigma) => sigma / total + epsilon)
  return Math.exp(-shares.reduce((sum, share) => sum + share * Math.log(share), 0))
}

const drawn = (name: string, count: number): readonly number[] => {
  const random = randomStream('effective-rank', name)
  return Array.from({ length: count }, () => random.normal())
}

/** U·diag(σ)·Vᵀ of reflections U [rows, rows] and V [width, width]. */
function withSingularValues(sigmas: readonly number[], rows: number, width: number): readonly number[] {
  const reflection = (name: string, n: number) => {
    const u = drawn(name, n)
    const norm = u.reduce((sum, x) => sum + x * x, 0)
    return (i: number, j: number) => Number(i === j) - (2 * (u[i] ?? 0) * (u[j] ?? 0)) / norm
  }
  const [left, right] = [reflection('left', rows), reflection('right', width)]
  return Array.from({ length: rows * width }, (_, place) => {
    const [i, j] = [Math.floor(place / width), place % width]
    return sigmas.reduce((sum, sigma, k) => sum + sigma * left(i, k) * right(k, j), 0)
  })
}

describe('the effective rank', () => {
  test.each([
    [[1, 1, 1, 1, 1], 40],
    [[3, 1], 7],
    [[5, 2, 1, 0.1], 4],
    [[1, 1e-3, 1e-6], 9],
  ])('of vectors with the singular values %j is the formula of these', (sigmas, rows) => {
    const width = sigmas.length
    const wanted = rankOf(...sigmas)
    // Last bits of the largest squared singular value, seen through the root of the smallest one, times its logarithm.
    const [most, least] = [Math.max(...sigmas), Math.min(...sigmas)]
    const within = 4 * width * Number.EPSILON * (most / least) * (1 + Math.log(most / least)) * wanted
    // More rows than columns, and the other way round.
    for (const [n, k] of [
      [rows, width],
      [width, rows + 3],
    ] as const)
      expect(Math.abs(effectiveRank(withSingularValues(sigmas, n, k), k) - wanted)).toBeLessThan(within)
  })

  test('is 1 for multiples of one vector, and the width for an orthonormal basis, but for ε', () => {
    const line = Array.from({ length: 60 }, (_, place) => (1 + Math.floor(place / 4)) * ((place % 4) - 1.5))
    expect(effectiveRank(line, 4)).toBeCloseTo(rankOf(1, 0, 0, 0), 6)
    expect(effectiveRank([1, 0, 0, 0, 1, 0, 0, 0, 1], 3)).toBeCloseTo(3, 5)
    expect(effectiveRank([2, -1], 2)).toBeCloseTo(1, 6)
  })

  test('does not change with the scale, the order or a rotation of the vectors, but with their centre', () => {
    const cloud = drawn('cloud', 50 * 6)
    const rank = effectiveRank(cloud, 6)
    const rows = Array.from({ length: 50 }, (_, row) => cloud.slice(6 * row, 6 * row + 6))
    const [c, s] = [Math.cos(0.7), Math.sin(0.7)]
    const turned = rows.flatMap(([x = 0, y = 0, ...rest]) => [c * x - s * y, s * x + c * y, ...rest])
    expect(rank).toBeGreaterThan(1)
    expect(rank).toBeLessThanOrEqual(6)
    expect(effectiveRank(cloud.map((x) => 1e6 * x), 6)).toBeCloseTo(rank, 9) // prettier-ignore
    expect(effectiveRank([...rows].reverse().flat(), 6)).toBeCloseTo(rank, 9)
    expect(effectiveRank(turned, 6)).toBeCloseTo(rank, 9)
    expect(effectiveRank(cloud.map((x) => x + 10), 6)).toBeLessThan(0.5 * rank) // prettier-ignore
  })

  test('of vectors without a finite length is not a number, and rows must have a width', () => {
    expect(effectiveRank([0, 0, 0, 0], 2)).toBeNaN()
    expect(effectiveRank([1, NaN, 0, 1], 2)).toBeNaN()
    expect(effectiveRank([1, Infinity, 0, 1], 2)).toBeNaN()
    expect(() => effectiveRank([1, 2, 3], 2)).toThrow('3 numbers in rows of 2')
    expect(() => effectiveRank([], 2)).toThrow('0 numbers in rows of 2')
  })
})
