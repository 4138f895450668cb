// Three small layers for tests of spaces: shapes and cost as the real ones have them, no graph.
import { Rejection } from '../../runtime/space/module-tree.js'
import type { LayerDefinition } from '../../runtime/space/module-tree.js'
import { sizeOf } from '../../runtime/support/shape.js'

/** y = W·flatten(x) + b. */
export const dense = {
  role: 'layer',
  kind: 'dense',
  summary: 'Every output sees every input.',
  options: {
    units: { type: 'integer', minimum: 1, description: 'Outputs.', 'x-open': true, 'x-shorthand': true },
    bias: { type: 'boolean', default: true, description: 'Whether to add a bias.', 'x-open': true },
  },
  required: ['units'],
  output: (options) => ({ shape: [Number(options['units'])], type: 'real' }),
  cost: (options, input) => {
    const weights = sizeOf(input.shape) * Number(options['units'])
    return {
      parameters: weights + (options['bias'] === false ? 0 : Number(options['units'])),
      flops: 2 * weights,
    }
  },
} as const satisfies LayerDefinition

/** Square convolution, `valid` padding. */
export const conv = {
  role: 'layer',
  kind: 'conv',
  summary: 'A square kernel over an image.',
  options: {
    filters: {
      type: 'integer',
      minimum: 1,
      description: 'Output channels.',
      'x-open': true,
      'x-shorthand': true,
    },
    kernel: { type: ['integer', 'array'], default: 3, description: 'Kernel size.', 'x-open': true },
    padding: { enum: ['same', 'valid'], default: 'valid', description: 'Padding.', 'x-open': true },
  },
  required: ['filters'],
  output: (options, input) => {
    if (input.shape.length !== 3) throw new Rejection('an image was expected', '')
    const kernel = Number(options['kernel'])
    const lost = options['padding'] === 'same' ? 0 : kernel - 1
    const [, height = 0, width = 0] = input.shape
    if (height <= lost || width <= lost) throw new Rejection('the kernel is larger than the image', '')
    return { shape: [Number(options['filters']), height - lost, width - lost], type: 'real' }
  },
  cost: (options, input) => {
    const kernel = Number(options['kernel'])
    const filters = Number(options['filters'])
    const parameters = filters * ((input.shape[0] ?? 0) * kernel * kernel + 1)
    return { parameters, flops: 2 * parameters * (input.shape[1] ?? 0) * (input.shape[2] ?? 0) }
  },
} as const satisfies LayerDefinition

const elementwise = <const Kind extends string>(kind: Kind) =>
  ({
    role: 'layer',
    kind,
    summary: 'Entry by entry.',
    options: {},
    required: [],
    output: (_, input) => input,
    cost: () => ({ parameters: 0, flops: 0 }),
  }) as const satisfies LayerDefinition

export const bend = elementwise('bend')
export const squash = elementwise('squash')

/** Drops a share of the entries while training. */
export const drop = {
  ...elementwise('drop'),
  options: {
    rate: { type: 'number', default: 0.5, description: 'Share dropped.', 'x-open': true, 'x-scale': true },
  },
} as const satisfies LayerDefinition
