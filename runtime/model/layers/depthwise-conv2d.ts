// Depthwise convolution: every channel has filters of its own.
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
  tapsOf,
} from './convolution.js'
import type { Layer } from './layer.js'
import { multiplierSchema } from './separable-conv2d.js'
import { imageShape } from './window.js'

/** x [N, C, H, W] → [N, C·multiplier, H′, W′]: channel c is seen by the filters c·multiplier, …, and by no other. */
export const depthwiseConv2d = {
  role: 'layer',
  kind: 'depthwise_conv2d',
  summary: 'Two-dimensional convolution of each channel by itself.',
  options: { multiplier: { ...multiplierSchema, 'x-shorthand': true }, ...convolutionOptions },
  required: [],
  fusion: 'windows',
  owns: ['weights', 'bias'],
  reference: 'Howard et al., MobileNets, 2017, section 3.1, eq. 3',
  output: (options, input): Signal => convolved(depthwiseConv2d, options, input, filtersOf(options, input)),
  cost: (options, input): LayerCost =>
    convolutionCost(
      depthwiseConv2d,
      options,
      convolved(depthwiseConv2d, options, input, filtersOf(options, input)),
      1,
    ),
  build: (use, input, context): Value => {
    const options = use.layer.options
    const [groups] = imageShape('depthwise_conv2d', use.input)
    const filters = filtersOf(options, use.input)
    const size = pairOption(depthwiseConv2d, options, 'kernel')
    const weights = convolutionWeights(depthwiseConv2d, options, { filters, depth: 1, groups }, size)
    return context.graph.conv(
      input,
      context.parameter('weights', weights),
      tapsOf(depthwiseConv2d, options, use.input, groups),
      biasOf(depthwiseConv2d, options, filters, context),
    )
  },
} as const satisfies Layer

const filtersOf = (options: Options, input: Signal): number =>
  imageShape('depthwise_conv2d', input)[0] * numberOption(depthwiseConv2d, options, 'multiplier')
