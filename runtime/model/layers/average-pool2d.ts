// Average pooling over an image.
import type { Value } from '../../tensor/graph.js'
import type { LayerCost } from '../../space/module-tree.js'
import type { Signal } from '../../support/shape.js'
import { poolCost, poolOptions, poolOutput, poolWindow } from './pool.js'
import type { Layer } from './layer.js'

/** x [N, C, H, W] → [N, C, H′, W′], the mean of each window; padding is not counted. */
export const averagePool2d = {
  role: 'layer',
  kind: 'average_pool2d',
  summary: 'Averages each window of an image.',
  options: poolOptions,
  required: ['kernel'],
  fusion: 'windows',
  output: (options, input): Signal => poolOutput(averagePool2d, options, input),
  cost: (options, input): LayerCost => poolCost(averagePool2d, options, input),
  build: (use, input, context): Value =>
    context.graph.averagePool(input, poolWindow(averagePool2d, use.layer.options, use.input)),
} as const satisfies Layer
