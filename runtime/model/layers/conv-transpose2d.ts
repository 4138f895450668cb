// Transposed convolution: enlarges an image.
import type { Value } from '../../tensor/graph.js'
import { sizeOf, type Signal } from '../../support/shape.js'
import type { LayerCost } from '../../space/module-tree.js'
import { flagOption, numberOption, pairOption, textOption, type Options } from '../options.js'
import { biasOf, convolutionOptions, filtersSchema } from './convolution.js'
import { initializerOption, type Layer } from './layer.js'
import { imageShape } from './window.js'

const { kernel, stride, padding, bias, initializer, freeze } = convolutionOptions

/**
 * x [N, C, H, W], w [C, K, kh, kw], b [K] → [N, K, H′, W′] with H′ = H·stride for `same` and (H − 1)·stride + kh for `valid`:
 * what a convolution of K channels into C sends back to its input.
 */
export const convTranspose2d = {
  role: 'layer',
  kind: 'conv_transpose2d',
  summary: 'Transposed two-dimensional convolution, which enlarges an image.',
  options: {
    filters: filtersSchema,
    kernel,
    stride: { ...stride, default: 2 },
    padding: {
      ...padding,
      description:
        'same: the border is cut off so that the size is the input size times the stride; valid: nothing is cut off.',
    },
    bias,
    initializer,
    freeze,
  },
  required: ['filters'],
  fusion: 'windows',
  owns: ['weights', 'bias'],
  reference: 'Dumoulin and Visin, A guide to convolution arithmetic for deep learning, 2016, chapter 4',
  output: (options, input): Signal => {
    const { height, width } = geometry(options, input)
    return { type: 'real', shape: [numberOption(convTranspose2d, options, 'filters'), height, width] }
  },
  cost: (options, input): LayerCost => {
    const filters = numberOption(convTranspose2d, options, 'filters')
    const { height, width } = geometry(options, input)
    const taps = sizeOf(pairOption(convTranspose2d, options, 'kernel'))
    const shift = flagOption(convTranspose2d, options, 'bias') ? filters : 0
    return {
      parameters: (input.shape[0] ?? 1) * filters * taps + shift,
      flops: 2 * sizeOf(input.shape) * filters * taps + shift * height * width,
    }
  },
  build: (use, input, context): Value => {
    const { graph } = context
    const options = use.layer.options
    const [channels] = imageShape('conv_transpose2d', use.input)
    const filters = numberOption(convTranspose2d, options, 'filters')
    const size = pairOption(convTranspose2d, options, 'kernel')
    const weights = context.parameter('weights', {
      shape: [channels, filters, ...size],
      fanIn: channels * sizeOf(size),
      fanOut: filters * sizeOf(size),
      initializer: initializerOption(convTranspose2d, options),
    })
    const { pads, outputPads } = geometry(options, use.input)
    const strides = pairOption(convTranspose2d, options, 'stride')
    const enlarged = graph.convTranspose(input, weights, { strides, pads, outputPads })
    const shift = biasOf(convTranspose2d, options, filters, context)
    return shift === undefined ? enlarged : graph.add(enlarged, graph.reshape(shift, [filters, 1, 1]))
  },
} as const satisfies Layer

interface Enlarged {
  readonly height: number
  readonly width: number
  readonly pads: readonly number[]
  readonly outputPads: readonly number[]
}

/** `same` cuts kernel − stride off, the smaller half first; a kernel smaller than its stride leaves gaps of zeros instead. */
function geometry(options: Options, input: Signal): Enlarged {
  const [, ...lengths] = imageShape('conv_transpose2d', input)
  const size = pairOption(convTranspose2d, options, 'kernel')
  const strides = pairOption(convTranspose2d, options, 'stride')
  const isSame = textOption(convTranspose2d, options, 'padding') === 'same'
  const excess = ([0, 1] as const).map((axis) => (isSame ? size[axis] - strides[axis] : 0))
  const cut = excess.map((length) => Math.max(0, length))
  const [height = 1, width = 1] = ([0, 1] as const).map(
    (axis) => (lengths[axis] - 1) * strides[axis] + size[axis] - (excess[axis] ?? 0),
  )
  return {
    height,
    width,
    pads: [...cut.map((length) => Math.floor(length / 2)), ...cut.map((length) => Math.ceil(length / 2))],
    outputPads: excess.map((length) => Math.max(0, -length)),
  }
}
