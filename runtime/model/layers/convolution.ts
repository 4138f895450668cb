// What the convolution layers share: options, geometry and the sizes that cost and initializers need.
import type { Definition } from '../../../schemas/definition.js'
import type { LayerCost } from '../../space/module-tree.js'
import { sizeOf, type Signal } from '../../support/shape.js'
import type { Value } from '../../tensor/graph.js'
import type { ConvWindow } from '../../tensor/vocabulary.js'
import { flagOption, pairOption, textOption, type Options } from '../options.js'
import {
  freezeSchema,
  initializerOption,
  initializerSchema,
  zeroParameter,
  type LayerContext,
  type ParameterDeclaration,
} from './layer.js'
import { dilationSchema, kernelSchema, paddingSchema, strideSchema } from './window-options.js'
import { windowShape, type Window } from './window.js'

/** Number of output channels, where a layer lets it be chosen. */
export const filtersSchema = {
  type: 'integer',
  minimum: 1,
  description: 'Number of output channels.',
  'x-open': true,
  'x-shorthand': true,
} as const

/** Options of the window and the bias. */
export const convolutionOptions = {
  kernel: kernelSchema(3),
  stride: { ...strideSchema, default: 1 },
  dilation: dilationSchema,
  padding: paddingSchema,
  bias: { type: 'boolean', default: true, description: 'Whether a bias is added.', 'x-open': true },
  initializer: initializerSchema('he_uniform'),
  freeze: freezeSchema,
} as const

/** The window that the options of a layer describe. */
export const windowOf = (definition: Definition, options: Options): Window => ({
  kernel: pairOption(definition, options, 'kernel'),
  stride: pairOption(definition, options, 'stride'),
  dilation: pairOption(definition, options, 'dilation'),
  padding: textOption(definition, options, 'padding') === 'same' ? 'same' : 'valid',
})

/** The window as the tensor operator takes it. */
export function tapsOf(definition: Definition, options: Options, input: Signal, groups: number): ConvWindow {
  const window = windowOf(definition, options)
  const { pads } = windowShape(definition.kind, window, input)
  return { strides: window.stride, dilations: window.dilation, pads, groups }
}

/** [channels, height, width] after the window has passed over an image. @throws Rejection where it does not fit */
export function convolved(definition: Definition, options: Options, input: Signal, channels: number): Signal {
  const { height, width } = windowShape(definition.kind, windowOf(definition, options), input)
  return { type: 'real', shape: [channels, height, width] }
}

/** Weights [filters, channels / groups, kh, kw] and, where it has one, the bias: a multiply-add at each place of the output. */
export function convolutionCost(
  definition: Definition,
  options: Options,
  output: Signal,
  depth: number,
): LayerCost {
  const [filters = 0] = output.shape
  const [kh, kw] = pairOption(definition, options, 'kernel')
  const weights = filters * depth * kh * kw
  const bias = flagOption(definition, options, 'bias') ? filters : 0
  return { parameters: weights + bias, flops: (sizeOf(output.shape) / filters) * (2 * weights + bias) }
}

/** Weights of filters that each see `depth` channels; a filter group of `fanOut / (kh·kw)` filters shares an input channel. */
export function convolutionWeights(
  definition: Definition,
  options: Options,
  sizes: { readonly filters: number; readonly depth: number; readonly groups: number },
  kernel: readonly number[],
): ParameterDeclaration {
  const taps = sizeOf(kernel)
  return {
    shape: [sizes.filters, sizes.depth, ...kernel],
    fanIn: sizes.depth * taps,
    fanOut: (sizes.filters / sizes.groups) * taps,
    initializer: initializerOption(definition, options),
  }
}

/** The bias of a layer that has one. */
export const biasOf = (
  definition: Definition,
  options: Options,
  filters: number,
  context: LayerContext,
): Value | undefined =>
  flagOption(definition, options, 'bias') ? context.parameter('bias', zeroParameter([filters])) : undefined
