// Max pooling in training works by pairs, in inference by windows: values and gradients must be the same bits, ties included.
import { describe, expect, test } from '@jest/globals'
import { gradients } from '../../../runtime/autodiff/reverse.js'
import { forward } from '../../../runtime/model/forward.js'
import { inputLeaves } from '../../../runtime/model/model-leaves.js'
import { randomStream } from '../../../runtime/support/random.js'
import { builder } from '../../../runtime/tensor/builder.js'
import { tensorFrom } from '../../../runtime/tensor/tensor.js'
import { tensorType } from '../../../runtime/tensor/tensor-type.js'
import { evaluate } from '../../support/tensors.js'
import { sequenceOf } from '../../support/training.js'

describe('max_pool2d', () => {
  test.each([
    [6, 4],
    [7, 6],
    [5, 5],
  ])('on %i×%i is the same in training and in inference', async (height, width) => {
    const g = builder()
    const tree = sequenceOf({ shape: [3, height, width], type: 'real' }, [['maxPool2d', { kernel: 2 }]])
    const x = g.input('x', tensorType('float32', [2, 3, height, width]))
    const random = randomStream('ties', height, width)
    // Few different numbers, so that most windows hold ties.
    const entries = Float32Array.from({ length: 2 * 3 * height * width }, () => random.integer(3))
    const results = [true, false].flatMap((training) => {
      const y = forward(tree, x, inputLeaves(training, g))
      const weights = Float32Array.from({ length: 2 * 3 * 9 }, (_, index) => index + 1)
      const size = y.type.shape.map(Number).reduce((product, length) => product * length, 1)
      const upstream = g.constant(tensorFrom('float32', y.type.shape.map(Number), weights.slice(0, size)))
      return [y, ...gradients(y, [x], upstream)]
    })
    const feeds = { x: tensorFrom('float32', [2, 3, height, width], entries) }
    const [trained, slope, inferred, inferredSlope] = await evaluate(results, feeds)
    expect(trained).toEqual(inferred)
    expect(slope).toEqual(inferredSlope)
  })
})
