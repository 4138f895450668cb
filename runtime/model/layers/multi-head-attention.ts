// Attention of a sequence to itself.
import type { Value } from '../../tensor/graph.js'
import type { LayerCost } from '../../space/module-tree.js'
import type { Signal } from '../../support/shape.js'
import {
  attentionCost,
  attentionDropoutSchema,
  attentionOptions,
  attentionShows,
  attentionOwns,
  attentionSizes,
  dropIn,
  selfAttention,
} from './attention.js'
import { freezeSchema, initializerSchema, type Layer } from './layer.js'

/** x [N, T, F] → [N, T, F]: each step is a weighted mean of (projected) steps, with weights that they settle between them. */
export const multiHeadAttention = {
  role: 'layer',
  kind: 'multi_head_attention',
  summary: 'Self-attention of a sequence, in several heads.',
  options: {
    ...attentionOptions,
    dropout: attentionDropoutSchema('a share'),
    initializer: initializerSchema('xavier_uniform'),
    freeze: freezeSchema,
  },
  required: ['heads'],
  shows: attentionShows,
  owns: attentionOwns,
  reference: 'Vaswani et al., Attention is all you need, NeurIPS 2017, section 3.2',
  output: (options, input): Signal => {
    attentionSizes(multiHeadAttention, options, input)
    return input
  },
  cost: (options, input): LayerCost => attentionCost(multiHeadAttention, options, input),
  build: (use, input, context): Value => {
    const { options } = use.layer
    const sizes = attentionSizes(multiHeadAttention, options, use.input)
    const drop = dropIn(multiHeadAttention, options, 'dropout', context)
    return selfAttention(multiHeadAttention, options, input, sizes, context, drop)
  },
} as const satisfies Layer
