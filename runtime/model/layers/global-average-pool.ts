// Global average pooling.
import type { Value } from '../../tensor/graph.js'
import type { LayerCost } from '../../space/module-tree.js'
import { sizeOf, type Signal } from '../../support/shape.js'
import type { Layer } from './layer.js'
import { rejectInput } from './window.js'

/** The mean of each channel: x [N, C, H, W] → [N, C]; of each feature of a sequence: [N, L, F] → [N, F]. */
export const globalAveragePool = {
  role: 'layer',
  kind: 'global_average_pool',
  summary: 'Reduces each channel of an image, or each feature of a sequence, to its mean.',
  options: {},
  required: [],
  output: (_options, input): Signal => {
    const [first, second] = input.shape
    if (input.type !== 'real' || input.shape.length < 2 || input.shape.length > 3) {
      rejectInput('global_average_pool', 'an image or a sequence', input)
    }
    return { type: 'real', shape: [(input.shape.length === 3 ? first : second) ?? 1] }
  },
  cost: (_options, input): LayerCost => ({ parameters: 0, flops: sizeOf(input.shape) }),
  build: (use, input, context): Value =>
    context.graph.reduceMean(input, use.input.shape.length === 3 ? [2, 3] : [1]),
} as const satisfies Layer
