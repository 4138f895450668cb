// Normalization of each example over its features.
import type { Value } from '../../tensor/graph.js'
import type { LayerCost } from '../../space/module-tree.js'
import { sizeOf, type Shape, type Signal } from '../../support/shape.js'
import { freezeSchema, oneParameter, zeroParameter, type Layer } from './layer.js'
import { epsilonSchema, normalizationCost } from './normalization.js'
import { rejectInput } from './window.js'

/** y = γ·(x − μ) / √(σ² + ε) + β over the last axis of features or a sequence, over all axes of an image. */
export const layerNorm = {
  role: 'layer',
  kind: 'layer_norm',
  summary: 'Normalizes each example over its features.',
  options: { epsilon: epsilonSchema, freeze: freezeSchema },
  required: [],
  owns: ['gain', 'shift'],
  reference: 'Ba, Kiros and Hinton, Layer normalization, 2016, eq. 4',
  output: (_options, input): Signal => {
    if (input.type !== 'real' || input.shape.length < 1)
      rejectInput('layer_norm', 'features, a sequence or an image', input)
    return input
  },
  cost: (_options, input): LayerCost =>
    normalizationCost(input.shape, 2 * sizeOf(normalized(input.shape)), 8),
  build: (use, input, context): Value => {
    const { graph } = context
    const shape = normalized(use.input.shape)
    const rank = use.input.shape.length
    const axes = shape.map((_, index) => 1 + rank - shape.length + index)
    const unit = graph.standardize(input, axes, context.scalar('epsilon'))
    const scaled = graph.multiply(unit, context.parameter('gain', oneParameter(shape)))
    return graph.add(scaled, context.parameter('shift', zeroParameter(shape)))
  },
} as const satisfies Layer

/** The trailing axes that are normalized over. */
const normalized = (shape: Shape): Shape => (shape.length === 3 ? shape : shape.slice(-1))
