// Convolution along a sequence.
import type { Value } from '../../tensor/graph.js'
import type { Signal } from '../../support/shape.js'
import type { LayerCost } from '../../space/module-tree.js'
import { numberOption, textOption, type Options } from '../options.js'
import {
  biasOf,
  convolutionCost,
  convolutionOptions,
  convolutionWeights,
  filtersSchema,
} from './convolution.js'
import type { Layer } from './layer.js'
import { rejectInput, windowShape } from './window.js'

const steps = {
  type: 'integer',
  minimum: 1,
  'x-open': true,
} as const

const { bias, initializer, freeze } = convolutionOptions

/**
 * x [N, L, F] ⋆ w [K, F, k] + b [K] → [N, L′, K]. `causal` pads (k − 1)·dilation steps in front alone, so that no step sees a
 * later one (van den Oord et al., WaveNet, 2016, section 2.1).
 */
export const conv1d = {
  role: 'layer',
  kind: 'conv1d',
  summary: 'Convolution along a sequence.',
  options: {
    filters: { ...filtersSchema, description: 'Number of output features.' },
    kernel: { ...steps, default: 3, description: 'Number of steps that the window sees.' },
    stride: { ...steps, default: 1, description: 'Steps that the window moves.' },
    dilation: { ...steps, default: 1, description: 'Distance between the taps of the window.' },
    padding: {
      type: 'string',
      enum: ['same', 'valid', 'causal'],
      default: 'valid',
      description:
        'same: zeros on both sides so that the length is the input length divided by the stride; causal: the same, in front alone; valid: none.',
      'x-open': true,
    },
    bias,
    initializer,
    freeze,
  },
  required: ['filters'],
  fusion: 'windows',
  owns: ['weights', 'bias'],
  output: (options, input): Signal => ({
    type: 'real',
    shape: [geometry(options, input).length, numberOption(conv1d, options, 'filters')],
  }),
  cost: (options, input): LayerCost => {
    const { length } = geometry(options, input)
    const places: Signal = { type: 'real', shape: [numberOption(conv1d, options, 'filters'), length] }
    const kernel = [1, numberOption(conv1d, options, 'kernel')]
    return convolutionCost(conv1d, { ...options, kernel }, places, input.shape[1] ?? 1)
  },
  build: (use, input, context): Value => {
    const { graph } = context
    const options = use.layer.options
    const filters = numberOption(conv1d, options, 'filters')
    const depth = use.input.shape[1] ?? 1
    const size = [numberOption(conv1d, options, 'kernel')]
    const weights = convolutionWeights(conv1d, options, { filters, depth, groups: 1 }, size)
    const channels = graph.conv(
      graph.transpose(input, [0, 2, 1]),
      context.parameter('weights', weights),
      {
        strides: [numberOption(conv1d, options, 'stride')],
        dilations: [numberOption(conv1d, options, 'dilation')],
        pads: geometry(options, use.input).pads,
      },
      biasOf(conv1d, options, filters, context),
    )
    return graph.transpose(channels, [0, 2, 1])
  },
} as const satisfies Layer

/** Length of the result, and zeros before and after. @throws Rejection where the window does not fit */
function geometry(
  options: Options,
  input: Signal,
): { readonly length: number; readonly pads: readonly [number, number] } {
  const [length, depth] = input.shape
  if (input.type !== 'real' || length === undefined || depth === undefined || input.shape.length !== 2)
    return rejectInput('conv1d', 'a sequence [length, features]', input)
  const [kernel, stride, dilation] = ['kernel', 'stride', 'dilation'].map((name) =>
    numberOption(conv1d, options, name),
  ) as [number, number, number]
  const padding = textOption(conv1d, options, 'padding')
  if (padding === 'causal') return { length: Math.ceil(length / stride), pads: [(kernel - 1) * dilation, 0] }
  const row: Signal = { type: 'real', shape: [depth, 1, length] }
  const along = { kernel: [1, kernel], stride: [1, stride], dilation: [1, dilation] } as const
  const { width, pads } = windowShape(
    'conv1d',
    { ...along, padding: padding === 'same' ? 'same' : 'valid' },
    row,
  )
  return { length: width, pads: [pads[1], pads[3]] }
}
