import { describe, expect, test } from '@jest/globals'
import { median } from '../../../../runtime/trial/command/summary.js'

describe('the median of repeats', () => {
  test.each([
    [[3], 3],
    [[9, 1, 5], 5],
    [[4, 1, 3, 2], 2.5],
    [[10, 9, 100], 10],
    [[-1, -3, -2], -2],
    [[1, 2, Infinity], 2],
    [[-Infinity, Infinity, Infinity, -Infinity], Number.NaN],
    [[1, Number.NaN, 3], Number.NaN],
    [[], Number.NaN],
  ])('of %p is %p', (values, expected) => {
    expect(median(values)).toBe(expected)
  })
})
