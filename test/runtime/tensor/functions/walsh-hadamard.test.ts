// The fast Walsh–Hadamard transform against products with Sylvester's matrix, built as a power of Kronecker products.
import { describe, expect, test } from '@jest/globals'
import { builder } from '../../../../runtime/tensor/builder.js'
import { randomStream } from '../../../../runtime/support/random.js'
import { numbersOf, tensorOf } from '../../../../runtime/tensor/tensor.js'
import { tensorType } from '../../../../runtime/tensor/tensor-type.js'
import { evaluate } from '../../../support/tensors.js'

const g = builder()

describe('the Walsh–Hadamard transform', () => {
  test.each([0, 1, 2, 4, 5, 8, 9])(
    'of length 2^%i is the product with its matrix, on any axis',
    async (digits) => {
      const length = 2 ** digits
      const random = randomStream('hadamard', digits)
      const entries = Array.from({ length: 3 * length }, () => random.integer(9) - 4)
      const x = g.constant(tensorOf('float64', [3, length], entries))
      const pair = g.constant(tensorOf('float64', [2, 2], [1, 1, 1, -1]))
      const one = g.constant(tensorOf('float64', [1, 1], [1]))
      const matrix = Array.from({ length: digits }).reduce(
        (known: typeof one) => g.kronecker(known, pair),
        one,
      )
      const [last, first, wanted] = await evaluate([
        g.walshHadamard(x, 1),
        g.transpose(g.walshHadamard(g.transpose(x), 0)),
        g.matmul(x, matrix),
      ])
      const sums = wanted === undefined ? [] : numbersOf(wanted)
      expect(last === undefined ? [] : numbersOf(last)).toEqual(sums)
      expect(first === undefined ? [] : numbersOf(first)).toEqual(sums)
    },
  )

  test('done twice is a multiple of what was there', async () => {
    const entries = Array.from({ length: 64 }, (_, index) => index - 20)
    const x = g.constant(tensorOf('float32', [64], entries))
    const [twice] = await evaluate([g.walshHadamard(g.walshHadamard(x, 0), 0)])
    expect(twice === undefined ? [] : numbersOf(twice)).toEqual(entries.map((entry) => 64 * entry))
  })

  test('needs a power of two', () => {
    expect(() => g.walshHadamard(g.input('x', tensorType('float32', [2, 12])), -1)).toThrow(
      '`walshHadamard` needs a power of two, axis -1 has 12',
    )
  })
})
