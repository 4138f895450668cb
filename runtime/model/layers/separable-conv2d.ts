// Depthwise separable convolution: places by a depthwise convolution, channels by a pointwise one.
import type { Value } from '../../tensor/graph.js'
import type { Signal } from '../../support/shape.js'
import type { LayerCost } from '../../space/module-tree.js'
import { numberOption, pairOption, type Options } from '../options.js'
import {
  biasOf,
  convolutionCost,
  convolutionOptions,
  convolutionWeights,
  convolved,
  filtersSchema,
  tapsOf,
} from './convolution.js'
import type { Layer } from './layer.js'
import { imageShape } from './window.js'

/** How many filters each channel has. */
export const multiplierSchema = {
  type: 'integer',
  minimum: 1,
  default: 1,
  description: 'Number of filters of each input channel.',
  'x-open': true,
} as const

/** x [N, C, H, W] ⋆ depthwise [C·m, 1, kh, kw] ⋆ pointwise [K, C·m, 1, 1] + b [K] → [N, K, H′, W′]; nothing in between. */
export const separableConv2d = {
  role: 'layer',
  kind: 'separable_conv2d',
  summary: 'Convolution of each channel by itself, then a mixture of the channels at each place.',
  options: { filters: filtersSchema, multiplier: multiplierSchema, ...convolutionOptions },
  required: ['filters'],
  fusion: 'windows',
  owns: ['depthwise_weights', 'pointwise_weights', 'bias'],
  reference: 'Chollet, Xception: deep learning with depthwise separable convolutions, CVPR 2017, section 3',
  output: (options, input): Signal =>
    convolved(separableConv2d, options, input, numberOption(separableConv2d, options, 'filters')),
  cost: (options, input): LayerCost => {
    const inner = convolved(separableConv2d, options, input, innerChannels(options, input))
    const outer: Signal = {
      ...inner,
      shape: [numberOption(separableConv2d, options, 'filters'), ...inner.shape.slice(1)],
    }
    const places = convolutionCost(separableConv2d, { ...options, bias: false }, inner, 1)
    const mixture = convolutionCost(separableConv2d, { ...options, kernel: 1 }, outer, inner.shape[0] ?? 1)
    return {
      parameters: places.parameters + mixture.parameters,
      flops: places.flops + mixture.flops,
    }
  },
  build: (use, input, context): Value => {
    const { graph } = context
    const options = use.layer.options
    const [groups] = imageShape('separable_conv2d', use.input)
    const inner = innerChannels(options, use.input)
    const filters = numberOption(separableConv2d, options, 'filters')
    const size = pairOption(separableConv2d, options, 'kernel')
    const depthwise = convolutionWeights(separableConv2d, options, { filters: inner, depth: 1, groups }, size)
    const pointwise = convolutionWeights(
      separableConv2d,
      options,
      { filters, depth: inner, groups: 1 },
      [1, 1],
    )
    const places = graph.conv(
      input,
      context.parameter('depthwise_weights', depthwise),
      tapsOf(separableConv2d, options, use.input, groups),
    )
    const mixture = context.parameter('pointwise_weights', pointwise)
    return graph.conv(places, mixture, {}, biasOf(separableConv2d, options, filters, context))
  },
} as const satisfies Layer

const innerChannels = (options: Options, input: Signal): number =>
  imageShape('separable_conv2d', input)[0] * numberOption(separableConv2d, options, 'multiplier')
