// Scaling of each example to a root mean square of one.
import type { Value } from '../../tensor/graph.js'
import type { LayerCost } from '../../space/module-tree.js'
import type { Signal } from '../../support/shape.js'
import { freezeSchema, oneParameter, type Layer } from './layer.js'
import { epsilonSchema, normalizationCost } from './normalization.js'
import { rejectInput } from './window.js'

/** y = γ·x / √(mean of x² + ε) over the last axis of features or a sequence. */
export const rmsNorm = {
  role: 'layer',
  kind: 'rms_norm',
  summary: 'Divides each example by the root mean square of its features.',
  options: { epsilon: epsilonSchema, freeze: freezeSchema },
  required: [],
  owns: ['gain'],
  reference: 'Zhang and Sennrich, Root mean square layer normalization, NeurIPS 2019, eq. 4',
  output: (_options, input): Signal => {
    if (input.type !== 'real' || input.shape.length < 1 || input.shape.length > 2)
      rejectInput('rms_norm', 'features or a sequence', input)
    return input
  },
  cost: (_options, input): LayerCost => normalizationCost(input.shape, input.shape.at(-1) ?? 0, 4),
  build: (use, input, context): Value => {
    const unit = context.graph.standardize(input, [-1], context.scalar('epsilon'), { centred: false })
    return context.graph.multiply(unit, context.parameter('gain', oneParameter(use.input.shape.slice(-1))))
  },
} as const satisfies Layer
