// Dropout with a counter-based mask: the same step of the same training always drops the same entries.
import type { Value } from '../../tensor/graph.js'
import type { LayerCost } from '../../space/module-tree.js'
import { sizeOf, type Signal } from '../../support/shape.js'
import { fixedShape } from '../../tensor/tensor-type.js'
import type { Layer, LayerContext } from './layer.js'

/** y = x / (1 − p) where a draw u ≥ p, else 0; the identity outside training. */
export const dropout = {
  role: 'layer',
  kind: 'dropout',
  summary: 'Drops entries at random while training, and scales the others up.',
  options: {
    rate: {
      type: 'number',
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0.5,
      description: 'Probability that an entry is dropped.',
      'x-open': true,
      'x-scale': true,
      'x-shorthand': true,
    },
  },
  required: [],
  reference: 'Srivastava et al., Dropout, JMLR 15, 2014 (inverted form)',
  output: (_options, input): Signal => input,
  cost: (_options, input): LayerCost => ({ parameters: 0, flops: sizeOf(input.shape) }),
  build: (_use, input, context): Value =>
    context.training ? dropped(input, context.scalar('rate'), context) : input,
} as const satisfies Layer

/** x / (1 − rate) where a fresh draw is at least the rate, else 0; the identity outside of training. */
export function dropped(x: Value, rate: Value, { graph, training, uniform }: LayerContext): Value {
  if (!training) return x
  const kept = graph.greaterOrEqual(uniform(fixedShape(x.type.shape)), rate)
  return graph.where(kept, graph.multiply(x, graph.reciprocal(graph.subtract(1, rate))), 0)
}
