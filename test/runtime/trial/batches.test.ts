import { describe, expect, test } from '@jest/globals'
import { epochRows, stepsPerEpoch } from '../../../runtime/trial/batches.js'

describe('batches', () => {
  test('the last, smaller batch is dropped, but there is always one', () => {
    expect(stepsPerEpoch(100, { batch: 32 })).toBe(3)
    expect(stepsPerEpoch(10, { batch: 10 })).toBe(1)
  })

  test('with micro-batches, those that make no whole update are dropped too', () => {
    expect(stepsPerEpoch(100, { batch: 8, accumulate: 5 })).toBe(10)
    expect(stepsPerEpoch(10, { batch: 4, accumulate: 2 })).toBe(2)
  })

  test('an epoch shows every training row once, in an order that depends on seed and epoch alone', () => {
    const train = Uint32Array.from([4, 7, 9, 12, 30])
    const first = epochRows(5, 0, train)
    expect([...first].sort((a, b) => a - b)).toEqual([4, 7, 9, 12, 30])
    expect(epochRows(5, 0, train)).toEqual(first)
    const orders = new Set([0, 1, 2, 3, 4, 5].map((epoch) => epochRows(5, epoch, train).join(',')))
    expect(orders.size).toBeGreaterThan(3)
    expect(epochRows(6, 0, train)).not.toEqual(first)
  })
})
