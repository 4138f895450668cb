// Max pooling over an image.
import type { Builder, Value } from '../../tensor/graph.js'
import type { LayerCost } from '../../space/module-tree.js'
import type { Signal } from '../../support/shape.js'
import { poolCost, poolOptions, poolOutput, poolWindow } from './pool.js'
import type { PoolWindow } from '../../tensor/vocabulary.js'
import type { Layer } from './layer.js'
import { imageShape } from './window.js'

/** x [N, C, H, W] → [N, C, H′, W′], the largest entry of each window; padding never wins. */
export const maxPool2d = {
  role: 'layer',
  kind: 'max_pool2d',
  summary: 'Takes the largest entry of each window of an image.',
  options: poolOptions,
  required: ['kernel'],
  fusion: 'windows',
  output: (options, input): Signal => poolOutput(maxPool2d, options, input),
  cost: (options, input): LayerCost => poolCost(maxPool2d, options, input),
  build: (use, input, { graph, training }): Value => {
    const window = poolWindow(maxPool2d, use.layer.options, use.input)
    return training && isHalving(window) ? halved(input, use.output, graph) : graph.maxPool(input, window)
  },
} as const satisfies Layer

/** Windows of 2×2 side by side: the usual ones. */
const isHalving = ({ kernel, strides, pads }: PoolWindow): boolean =>
  kernel.every((length) => length === 2) &&
  strides.every((stride) => stride === 2) &&
  pads.every((length) => length === 0)

/**
 * Pairs of columns, then pairs of rows: the same values and the same gradients as by places, ties included, in a third to three
 * quarters of the time, which does not depend on the data (docs/lowering.md).
 */
function halved(input: Value, output: Signal, graph: Builder): Value {
  const [count = 1] = input.type.shape
  const [channels, height, width] = imageShape('max_pool2d', output)
  const stretches = [height, width].map((length, axis) => ({ axis: axis + 2, start: 0, end: 2 * length }))
  const isEven = stretches.every(({ axis, end }) => input.type.shape[axis] === end)
  const even = isEven ? input : graph.slice(input, stretches)
  const columns = graph.reshape(even, [count, channels, 2 * height, width, 2])
  const rows = graph.reshape(graph.pairMax(columns, 4)[0], [count, channels, height, 2, width])
  return graph.pairMax(rows, 3)[0]
}
