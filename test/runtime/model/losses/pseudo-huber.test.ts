import { expect, test } from '@jest/globals'
import { gradients } from '../../../../runtime/autodiff/reverse.js'
import { pseudoHuberRows } from '../../../../runtime/model/losses/pseudo-huber.js'
import { builder } from '../../../../runtime/tensor/builder.js'
import { tensorOf } from '../../../../runtime/tensor/tensor.js'
import { numbersFrom } from '../../../support/tensors.js'

test('the norm is that of the whole sample, not of its entries', async () => {
  const graph = builder()
  const a = graph.constant(tensorOf('float32', [2, 2, 2], [1, 2, 2, 4, 0, 0, 0, 0]))
  const b = graph.constant(tensorOf('float32', [2, 2, 2], [0, 0, 0, 0, 0, 0, 0, 0]))
  const found = await numbersFrom(pseudoHuberRows(a, b, graph.scalar(12), graph))
  // ‖a − b‖² = 25 and 0: √(25 + 144) − 12 = 1.
  expect(found).toEqual([1, 0])
})

test('errors far below c keep their value and slope', async () => {
  const graph = builder()
  const errors = [1e-3, 1e-6, 1e-9, 0]
  const a = graph.constant(tensorOf('float32', [4, 1], errors))
  const rows = pseudoHuberRows(a, graph.scalar(0), graph.scalar(1), graph)
  const [slope = rows] = gradients(graph.reduceSum(rows), [a])
  const [values, slopes] = [await numbersFrom(rows), await numbersFrom(slope)]
  errors.forEach((error, row) => {
    // e²/2 and e, to the first order in e².
    expect(Math.abs((values[row] ?? NaN) - error ** 2 / 2)).toBeLessThanOrEqual(2e-6 * (error ** 2 / 2))
    expect(Math.abs((slopes[row] ?? NaN) - error)).toBeLessThanOrEqual(2e-6 * error)
  })
})
