// What max and average pooling share: options, shapes and cost.
import type { LayerCost } from '../../space/module-tree.js'
import { sizeOf, type Signal } from '../../support/shape.js'
import type { PoolWindow } from '../../tensor/vocabulary.js'
import { hasOption, pairOption, textOption, type Options } from '../options.js'
import type { Definition } from '../../../schemas/definition.js'
import { imageShape, windowShape, type Window } from './window.js'
import { paddingSchema, requiredKernelSchema, strideSchema } from './window-options.js'

/** Options of a pooling layer; the stride is the kernel unless written. */
export const poolOptions = {
  kernel: requiredKernelSchema,
  stride: strideSchema,
  padding: paddingSchema,
} as const

/** [C, H, W] → [C, H′, W′]. */
export function poolOutput(definition: Definition, options: Options, input: Signal): Signal {
  const [channels] = imageShape(definition.kind, input)
  const { height, width } = windowShape(definition.kind, windowOf(definition, options), input)
  return { type: 'real', shape: [channels, height, width] }
}

/** One operation for each entry under each window. */
export function poolCost(definition: Definition, options: Options, input: Signal): LayerCost {
  const [height, width] = pairOption(definition, options, 'kernel')
  return { parameters: 0, flops: sizeOf(poolOutput(definition, options, input).shape) * height * width }
}

/** The window as the tensor operators take it. */
export function poolWindow(definition: Definition, options: Options, input: Signal): PoolWindow {
  const window = windowOf(definition, options)
  const { pads } = windowShape(definition.kind, window, input)
  return { kernel: window.kernel, strides: window.stride, dilations: [1, 1], pads }
}

const windowOf = (definition: Definition, options: Options): Window => ({
  kernel: pairOption(definition, options, 'kernel'),
  stride: pairOption(definition, options, hasOption(definition, options, 'stride') ? 'stride' : 'kernel'),
  dilation: [1, 1],
  padding: textOption(definition, options, 'padding') === 'same' ? 'same' : 'valid',
})
