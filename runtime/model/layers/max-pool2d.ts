// Max pooling over an image.
import type { Value } from '../../tensor/graph.js'
import type { LayerCost } from '../../space/module-tree.js'
import type { Signal } from '../../support/shape.js'
import { poolCost, poolOptions, poolOutput, poolWindow } from './pool.js'
import type { Layer } from './layer.js'

/** x [N, C, H, W] → [N, C, H′, W′], the largest entry of each window; padding never wins. */
export const maxPool2d = {
  role: 'layer',
  kind: 'max_pool2d',
  summary: 'Takes the largest entry of each window of an image.',
  options: poolOptions,
  required: ['kernel'],
  output: (options, input): Signal => poolOutput(maxPool2d, options, input),
  cost: (options, input): LayerCost => poolCost(maxPool2d, options, input),
  build: (use, input, context): Value =>
    context.graph.maxPool(input, poolWindow(maxPool2d, use.layer.options, use.input)),
} as const satisfies Layer
