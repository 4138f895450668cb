// Every operator and function on cases worked out by hand.
import { describe, expect, test } from '@jest/globals'
import { numbersFrom } from '../support/tensors.js'
import { handCases } from './operator-cases.js'

describe('every operator gives what is worked out by hand', () => {
  test.each(handCases())('$name', async ({ graph, wanted }) => {
    const found = await numbersFrom(graph)
    expect(found.length).toBe(wanted.length)
    found.forEach((x, index) => expect(x).toBeCloseTo(wanted[index] ?? NaN, 5))
  })
})
