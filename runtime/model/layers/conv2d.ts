// Two-dimensional convolution, channels first.
import type { Value } from '../../tensor/graph.js'
import type { Signal } from '../../support/shape.js'
import { Rejection, type LayerCost } from '../../space/module-tree.js'
import { flagOption, numberOption, pairOption, textOption, type Options } from '../options.js'
import { freezeSchema, initializerOption, initializerSchema, zeroParameter, type Layer } from './layer.js'
import { imageShape, windowShape, type Window } from './window.js'
import { dilationSchema, kernelSchema, paddingSchema, strideSchema } from './window-options.js'

/** x [N, C, H, W] ⋆ w [K, C / groups, kh, kw] + b [K] → [N, K, H′, W′] (cross-correlation; ONNX Conv, opset 11). */
export const conv2d = {
  role: 'layer',
  kind: 'conv2d',
  summary: 'Two-dimensional convolution over an image.',
  options: {
    filters: {
      type: 'integer',
      minimum: 1,
      description: 'Number of output channels.',
      'x-open': true,
      'x-shorthand': true,
    },
    kernel: kernelSchema(3),
    stride: { ...strideSchema, default: 1 },
    dilation: dilationSchema,
    groups: {
      type: 'integer',
      minimum: 1,
      default: 1,
      description:
        'Number of groups that the channels are split into; both channel counts must be multiples of it.',
      'x-open': true,
    },
    padding: paddingSchema,
    bias: { type: 'boolean', default: true, description: 'Whether a bias is added.', 'x-open': true },
    initializer: initializerSchema('he_uniform'),
    freeze: freezeSchema,
  },
  required: ['filters'],
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
    const { height, width } = windowShape('conv2d', windowOf(options), input)
    return { type: 'real', shape: [filters, height, width] }
  },
  cost: (options, input): LayerCost => {
    const { weights, filters, places } = sizes(options, input)
    const bias = flagOption(conv2d, options, 'bias') ? filters : 0
    return { parameters: filters * weights + bias, flops: places * (2 * filters * weights + bias) }
  },
  build: (use, input, context): Value => {
    const { graph } = context
    const options = use.layer.options
    const [channels] = imageShape('conv2d', use.input)
    const window = windowOf(options)
    const filters = numberOption(conv2d, options, 'filters')
    const groups = numberOption(conv2d, options, 'groups')
    const [kh, kw] = window.kernel
    const weights = context.parameter('weights', {
      shape: [filters, channels / groups, kh, kw],
      fanIn: (channels / groups) * kh * kw,
      fanOut: (filters / groups) * kh * kw,
      initializer: initializerOption(conv2d, options),
    })
    const { pads } = windowShape('conv2d', window, use.input)
    const taps = { strides: window.stride, dilations: window.dilation, pads, groups }
    const hasBias = flagOption(conv2d, options, 'bias')
    return graph.conv(
      input,
      weights,
      taps,
      hasBias ? context.parameter('bias', zeroParameter([filters])) : undefined,
    )
  },
} as const satisfies Layer

const windowOf = (options: Options): Window => ({
  kernel: pairOption(conv2d, options, 'kernel'),
  stride: pairOption(conv2d, options, 'stride'),
  dilation: pairOption(conv2d, options, 'dilation'),
  padding: textOption(conv2d, options, 'padding') === 'same' ? 'same' : 'valid',
})

/** Weights of one filter, filters, and places where the window stands. */
function sizes(options: Options, input: Signal): { weights: number; filters: number; places: number } {
  const window = windowOf(options)
  const [channels] = imageShape('conv2d', input)
  const { height, width } = windowShape('conv2d', window, input)
  return {
    weights: (channels / numberOption(conv2d, options, 'groups')) * window.kernel[0] * window.kernel[1],
    filters: numberOption(conv2d, options, 'filters'),
    places: height * width,
  }
}
