// Squeeze and excitation: a gate for each channel, from what all channels hold on average.
import type { Value } from '../../tensor/graph.js'
import type { LayerCost } from '../../space/module-tree.js'
import { sizeOf, type Signal } from '../../support/shape.js'
import { numberOption, type Options } from '../options.js'
import {
  freezeSchema,
  initializerOption,
  initializerSchema,
  zeroParameter,
  type Layer,
  type LayerContext,
} from './layer.js'
import { rejectInput } from './window.js'

/** y = x · σ(relu(z·A + a)·B + b) with z the mean of each channel, A [C, C / ratio], B [C / ratio, C]. */
export const squeezeExcite = {
  role: 'layer',
  kind: 'squeeze_excite',
  summary: 'Multiplies each channel by a gate that sees the mean of all channels.',
  options: {
    ratio: {
      type: 'number',
      minimum: 1,
      default: 16,
      description: 'Channels divided by the width of the gate (rounded, at least 1).',
      'x-open': true,
      'x-shorthand': true,
    },
    initializer: initializerSchema('he_uniform'),
    freeze: freezeSchema,
  },
  required: [],
  owns: ['reduce_weights', 'reduce_bias', 'expand_weights', 'expand_bias'],
  reference:
    'Hu, Shen and Sun, Squeeze-and-excitation networks, CVPR 2018, eq. 2 to 4; ratio 16 from section 6.1',
  output: (_options, input): Signal => {
    if (input.type !== 'real' || input.shape.length < 2 || input.shape.length > 3)
      rejectInput('squeeze_excite', 'an image or a sequence', input)
    return input
  },
  cost: (options, input): LayerCost => {
    const { channels, hidden } = sizes(options, input)
    const gate = 2 * channels * hidden
    return {
      parameters: gate + hidden + channels,
      flops: 2 * sizeOf(input.shape) + 2 * gate + hidden + channels,
    }
  },
  build: (use, input, context): Value => {
    const { graph } = context
    const { channels, hidden } = sizes(use.layer.options, use.input)
    const isImage = use.input.shape.length === 3
    const mean = graph.reduceMean(input, isImage ? [2, 3] : [1])
    const inner = graph.relu(dense(use.layer.options, mean, 'reduce', [channels, hidden], context))
    const gate = graph.sigmoid(dense(use.layer.options, inner, 'expand', [hidden, channels], context))
    return graph.multiply(input, graph.unsqueeze(gate, isImage ? [2, 3] : [1]))
  },
} as const satisfies Layer

function dense(
  options: Options,
  x: Value,
  name: 'reduce' | 'expand',
  shape: readonly [number, number],
  context: LayerContext,
): Value {
  const [fanIn, fanOut] = shape
  const initializer = initializerOption(squeezeExcite, options)
  const weights = context.parameter(`${name}_weights`, { shape, fanIn, fanOut, initializer })
  const bias = context.parameter(`${name}_bias`, zeroParameter([fanOut]))
  return context.graph.add(context.graph.matmul(x, weights), bias)
}

/** Channels come first in an image, features last in a sequence. */
function sizes(options: Options, { shape }: Signal): { readonly channels: number; readonly hidden: number } {
  const channels = (shape.length === 3 ? shape[0] : shape.at(-1)) ?? 1
  return {
    channels,
    hidden: Math.max(1, Math.round(channels / numberOption(squeezeExcite, options, 'ratio'))),
  }
}
