// Graph passes on many random graphs: sums of zeros of either sign, powers and the like differ in one graph of a thousand.
import { describe, expect, test } from '@jest/globals'
import { expectSameBits, expectSettled, passList } from '../support/pass-properties.js'

describe.each(passList)('%s, on many random graphs', (...pass) => {
  test.each([1, 2, 3])('keeps every bit (seed %d)', async (seed) => {
    expect(await expectSameBits(pass, { numRuns: 3000, seed })).toBeGreaterThan(300)
  })

  test('leaves a legal graph that has not grown, and nothing to do for itself', () => {
    expectSettled(pass, { numRuns: 3000, seed: 1 })
  })
})
