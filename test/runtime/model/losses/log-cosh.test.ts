import { expect, test } from '@jest/globals'
import { gradients } from '../../../../runtime/autodiff/reverse.js'
import { logCosh } from '../../../../runtime/model/losses/log-cosh.js'
import type { LossContext } from '../../../../runtime/model/losses/loss.js'
import { builder } from '../../../../runtime/tensor/builder.js'
import { tensorOf } from '../../../../runtime/tensor/tensor.js'
import { numbersFrom } from '../../../support/tensors.js'

test('log_cosh keeps its digits near zero, where its forms meet, and far away', async () => {
  const graph = builder()
  const errors = [0, 1e-6, -1e-3, 0.3, 0.999999, 1, -1.000001, 4, -90, 1e6].map(Math.fround)
  const outputs = graph.constant(tensorOf('float32', [errors.length, 1], errors))
  const targets = graph.constant(
    tensorOf(
      'float32',
      [errors.length],
      errors.map(() => 0),
    ),
  )
  const rows = logCosh.rows({}, outputs, targets, { graph } as LossContext)
  const [slope = rows] = gradients(graph.reduceSum(rows), [outputs])
  const [values, slopes] = [await numbersFrom(rows), await numbersFrom(slope)]
  errors.forEach((error, row) => {
    const size = Math.abs(error)
    const value =
      size < 1e-2 ? size ** 2 / 2 - size ** 4 / 12 : size - Math.LN2 + Math.log1p(Math.exp(-2 * size))
    expect(Math.abs((values[row] ?? NaN) - value)).toBeLessThanOrEqual(1e-6 * value)
    expect(Math.abs((slopes[row] ?? NaN) - Math.tanh(error))).toBeLessThanOrEqual(
      1e-6 * Math.abs(Math.tanh(error)),
    )
  })
})
