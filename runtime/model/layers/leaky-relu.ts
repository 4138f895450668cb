// The rectifier with a slope on its negative side.
import type { Value } from '../../tensor/graph.js'
import type { LayerCost } from '../../space/module-tree.js'
import type { Signal } from '../../support/shape.js'
import type { Layer } from './layer.js'
import { pointwiseCost, pointwiseOutput } from './pointwise.js'

/** x for x > 0, else slope·x. */
export const leakyRelu = {
  role: 'layer',
  kind: 'leaky_relu',
  summary: 'Rectified linear unit with a small slope for negative inputs.',
  options: {
    slope: {
      type: 'number',
      minimum: 0,
      default: 0.01,
      description: 'Slope for negative inputs.',
      'x-open': true,
      'x-scale': true,
      'x-shorthand': true,
    },
  },
  required: [],
  reference:
    'Maas, Hannun and Ng, Rectifier nonlinearities improve neural network acoustic models, ICML 2013',
  output: (_options, input): Signal => pointwiseOutput('leaky_relu', input),
  cost: (_options, input): LayerCost => pointwiseCost(input),
  build: (_use, input, context): Value => {
    const { graph } = context
    return graph.where(graph.greater(input, 0), input, graph.multiply(input, context.scalar('slope')))
  },
} as const satisfies Layer
