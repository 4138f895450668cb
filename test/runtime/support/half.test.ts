// Half precision on the host, against its definition and against the runtime's own cast.
import { describe, expect, test } from '@jest/globals'
import { halfBits, halfNumber, largestHalf } from '../../../runtime/support/half.js'
import { builder } from '../../../runtime/tensor/builder.js'
import { numbersOf, tensorOf } from '../../../runtime/tensor/tensor.js'
import { tensorType } from '../../../runtime/tensor/tensor-type.js'
import { randomStream } from '../../../runtime/support/random.js'
import { evaluate } from '../../support/tensors.js'

describe('half precision', () => {
  test('gives back the bits of every number there is', () => {
    const all = Array.from({ length: 2 ** 16 }, (_, bits) => bits)
    const wrong = all.filter((bits) => !Number.isNaN(halfNumber(bits)) && halfBits(halfNumber(bits)) !== bits)
    expect(wrong).toEqual([])
    expect(halfBits(Number.NaN)).toBe(0x7e00)
  })

  test('rounds to the nearest, ties to even, and to infinity from half a step behind the largest', () => {
    const wrong = Array.from({ length: 0x7bff }, (_, bits) => bits).filter((bits) => {
      const middle = (halfNumber(bits) + halfNumber(bits + 1)) / 2
      return halfBits(middle) !== bits + (bits % 2)
    })
    expect(wrong).toEqual([])
    expect([65519, 65520, -1e9].map((x) => halfNumber(halfBits(x)))).toEqual([
      largestHalf,
      Infinity,
      -Infinity,
    ])
    expect(halfNumber(halfBits(2 ** -25))).toBe(0)
    expect(halfNumber(halfBits(2 ** -24))).toBe(2 ** -24)
  })

  test.each(['disabled', 'all'] as const)(
    'is what the runtime casts to and back, optimization %s',
    async (optimization) => {
      const random = randomStream('half', 1)
      const numbers = Array.from(
        { length: 2000 },
        () => random.normal() * 2 ** Math.round(random.normal() * 10),
      )
      const x = tensorOf('float32', [2000], [...numbers.slice(4), 1e9, -1e9, Number.NaN, 1e-9])
      const g = builder()
      const there = g.cast(g.input('x', tensorType('float32', [2000])), 'float16')
      const [back] = await evaluate([g.cast(there, 'float32')], { x }, { optimization })
      expect(back === undefined ? [] : numbersOf(back)).toEqual(
        numbersOf(x).map((number) => halfNumber(halfBits(number))),
      )
    },
  )
})
