// Two-dimensional convolution, channels first.
import type { Value } from '../../tensor/graph.js'
import type { Signal } from '../../support/shape.js'
import { Rejection, type LayerCost } from '../../space/module-tree.js'
import { numberOption, pairOption } from '../options.js'
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

const { kernel, stride, dilation, ...others } = convolutionOptions

/** x [N, C, H, W] ⋆ w [K, C / groups, kh, kw] + b [K] → [N, K, H′, W′] (cross-correlation; ONNX Conv, opset 11). */
export const conv2d = {
  role: 'layer',
  kind: 'conv2d',
  summary: 'Two-dimensional convolution over an image.',
  options: {
    filters: filtersSchema,
    kernel,
    stride,
    dilation,
    groups: {
      type: 'integer',
      minimum: 1,
      default: 1,
      description:
        'Number of groups that the channels are split into; both channel counts must be multiples of it.',
      'x-open': true,
    },
    ...others,
  },
  required: ['filters'],
  fusion: 'windows',
  owns: ['weights', 'bias'],
  output: (options, input): Signal => {
    const [channels] = imageShape('conv2d', input)
    const filters = numberOption(conv2d, options, 'filters')
    const groups = numberOption(conv2d, options, 'groups')
    if (channels % groups !== 0 || filters % groups !== 0) {
      throw new Rejection(
        `'conv2d' cannot split ${String(channels)} channels into ${String(filters)} filters by ${String(groups)} groups`,
        '',
      )
    }
    return convolved(conv2d, options, input, filters)
  },
  cost: (options, input): LayerCost => {
    const depth = imageShape('conv2d', input)[0] / numberOption(conv2d, options, 'groups')
    const output = convolved(conv2d, options, input, numberOption(conv2d, options, 'filters'))
    return convolutionCost(conv2d, options, output, depth)
  },
  build: (use, input, context): Value => {
    const options = use.layer.options
    const filters = numberOption(conv2d, options, 'filters')
    const groups = numberOption(conv2d, options, 'groups')
    const depth = imageShape('conv2d', use.input)[0] / groups
    const size = pairOption(conv2d, options, 'kernel')
    const weights = convolutionWeights(conv2d, options, { filters, depth, groups }, size)
    return context.graph.conv(
      input,
      context.parameter('weights', weights),
      tapsOf(conv2d, options, use.input, groups),
      biasOf(conv2d, options, filters, context),
    )
  },
} as const satisfies Layer
