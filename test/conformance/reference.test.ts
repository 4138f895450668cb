// Layers and whole trainings against numbers that an independent implementation recorded (test/reference/record.py).
import { describe, expect, test } from '@jest/globals'
import { gradients } from '../../runtime/autodiff/reverse.js'
import { forward } from '../../runtime/model/forward.js'
import type * as layers from '../../runtime/model/layers/index.js'
import { inputLeaves } from '../../runtime/model/model-leaves.js'
import type { Options } from '../../runtime/model/options.js'
import { builder } from '../../runtime/tensor/builder.js'
import { tensorType } from '../../runtime/tensor/tensor-type.js'
import { numbersOf, scalarOf, type Tensor } from '../../runtime/tensor/tensor.js'
import { convolutional, perceptron, recurrent, transformer } from '../support/recorded-trainings.js'
import { numbers, recorded, rerun } from '../support/reference.js'
import { evaluate } from '../support/tensors.js'
import { sequenceOf } from '../support/training.js'

const record = recorded()

interface LayerCase {
  readonly seed: number
  readonly name: keyof typeof layers
  readonly options: Options
  readonly input: readonly number[]
}

/** One case a recorded layer; the first entry of `input` is the batch. */
const cases: Readonly<Record<string, LayerCase>> = {
  conv2d: {
    seed: 1,
    name: 'conv2d',
    options: { filters: 6, stride: 2, groups: 2, padding: 'same' },
    input: [2, 4, 6, 5],
  },
  conv1d: {
    seed: 2,
    name: 'conv1d',
    options: { filters: 4, dilation: 2, padding: 'causal' },
    input: [2, 7, 3],
  },
  depthwise_conv2d: { seed: 3, name: 'depthwiseConv2d', options: { multiplier: 2 }, input: [2, 3, 6, 5] },
  separable_conv2d: {
    seed: 4,
    name: 'separableConv2d',
    options: { filters: 4, multiplier: 2, padding: 'same' },
    input: [2, 3, 6, 5],
  },
  conv_transpose2d: {
    seed: 5,
    name: 'convTranspose2d',
    options: { filters: 4, kernel: 4, padding: 'same' },
    input: [2, 3, 4, 5],
  },
  squeeze_excite: { seed: 6, name: 'squeezeExcite', options: { ratio: 1 }, input: [2, 6, 3, 4] },
  max_pool2d: { seed: 8, name: 'maxPool2d', options: { kernel: 3, stride: 1 }, input: [2, 3, 6, 5] },
  gru: { seed: 9, name: 'gru', options: { units: 4 }, input: [2, 5, 3] },
  lstm: { seed: 11, name: 'lstm', options: { units: 4, bidirectional: true }, input: [2, 5, 3] },
  layer_norm: { seed: 7, name: 'layerNorm', options: {}, input: [3, 4, 5] },
}

/** Output, and the gradients of Σ output · upstream, of a layer on the recorded numbers. */
async function compute({ seed, name, options, input }: LayerCase) {
  const graph = builder()
  const x = graph.input('x', tensorType('float32', input))
  const leaves = inputLeaves(true, graph)
  const tree = sequenceOf({ shape: input.slice(1), type: 'real' }, [[name, options]])
  const output = forward(tree, x, leaves)
  const parameters = [...leaves.parameters.values()]
  const upstream = numbers(seed + 99, output.type.shape.map(Number), 1)
  const loss = graph.reduceSum(graph.multiply(output, graph.constant(upstream)))
  const slopes = gradients(loss, [x, ...parameters.map(({ value }) => value)])
  const feeds: Record<string, Tensor> = { x: numbers(seed, input, 1) }
  parameters.forEach((leaf, index) => {
    feeds[leaf.name] = numbers(seed + 1 + index, leaf.declaration.shape, 0.5)
  })
  for (const scale of leaves.scales.values()) feeds[scale.name] = scalarOf('float32', scale.number)
  return (await evaluate([output, ...slopes], feeds)).map(numbersOf)
}

/** Largest difference, as a share of the largest entry. */
function distance(found: readonly number[], wanted: readonly number[]): number {
  expect(found).toHaveLength(wanted.length)
  const scale = Math.max(...wanted.map(Math.abs))
  return Math.max(...found.map((value, index) => Math.abs(value - (wanted[index] ?? Number.NaN)))) / scale
}

test('there is a case for every recorded layer', () => {
  expect(Object.keys(cases)).toEqual(Object.keys(record.layers))
})

test.each(Object.entries(cases))('%s gives the recorded output and gradients', async (name, one) => {
  const wanted = record.layers[name]
  const [output = [], ...slopes] = await compute(one)
  expect(distance(output, wanted?.output ?? [])).toBeLessThan(2e-6)
  expect(slopes).toHaveLength(wanted?.gradients.length ?? -1)
  slopes.forEach((slope, index) => expect(distance(slope, wanted?.gradients[index] ?? [])).toBeLessThan(2e-6))
})

/** Largest relative difference of two lists of losses. */
const apart = (found: readonly number[], wanted: readonly number[]): number => {
  expect(found).toHaveLength(wanted.length)
  return Math.max(...found.map((loss, step) => Math.abs(loss / (wanted[step] ?? Number.NaN) - 1)))
}

describe('100 steps', () => {
  test.each([0, 2])('of a perceptron with Adam follow the record (width %i)', async (width) => {
    const { losses } = await rerun(perceptron, { width })
    expect(apart(losses, record.perceptron)).toBeLessThan(1e-4)
  })

  test.each([0, 2])('of a recurrent net with Adam follow the record (width %i)', async (width) => {
    const { losses } = await rerun(recurrent, { width })
    expect(apart(losses, record.recurrent)).toBeLessThan(1e-4)
  })

  test.each([0, 2])('of a transformer with AdamW follow the record (width %i)', async (width) => {
    const { losses } = await rerun(transformer, { width })
    expect(apart(losses, record.transformer)).toBeLessThan(1e-4)
  })

  test.each([0, 2])(
    'of a convolutional net with momentum and batch normalization follow the record (width %i)',
    async (width) => {
      const { losses, end } = await rerun(convolutional, { width })
      expect(apart(losses, record.convolutional.losses)).toBeLessThan(1e-4)
      // A mean is a sum of entries around 1 that nearly cancel: its error is measured by them.
      const running = ['batch_norm#1', 'batch_norm#5'].flatMap((path) =>
        ['mean', 'variance'].map((own) => end.get(`${path}.${own}`) ?? []),
      )
      running.forEach((values, index) =>
        values.forEach((value, channel) =>
          expect(Math.abs(value - (record.convolutional.running[index]?.[channel] ?? 1e9))).toBeLessThan(
            1e-5,
          ),
        ),
      )
      expect(running.map(({ length }) => length)).toEqual([8, 8, 16, 16])
    },
  )
})
