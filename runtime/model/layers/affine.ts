// The fully connected layer.
import type { Value } from '../../tensor/graph.js'
import type { LayerCost } from '../../space/module-tree.js'
import { sizeOf, type Signal } from '../../support/shape.js'
import { flagOption, numberOption } from '../options.js'
import { freezeSchema, initializerOption, initializerSchema, zeroParameter, type Layer } from './layer.js'
import { rejectInput } from './window.js'

/** y = x·W + b over the last axis: x [N, F] → [N, units], or x [N, L, F] → [N, L, units]. */
export const affine = {
  role: 'layer',
  kind: 'affine',
  summary: 'Fully connected layer over the last axis.',
  options: {
    units: {
      type: 'integer',
      minimum: 1,
      description: 'Number of outputs.',
      'x-open': true,
      'x-shorthand': true,
    },
    bias: { type: 'boolean', default: true, description: 'Whether a bias is added.', 'x-open': true },
    initializer: initializerSchema('xavier_uniform'),
    freeze: freezeSchema,
  },
  required: ['units'],
  owns: ['weights', 'bias'],
  output: (options, input): Signal => {
    const axes = input.shape.length
    if (input.type !== 'real' || axes < 1 || axes > 2) rejectInput('affine', 'features (use flatten)', input)
    return { type: 'real', shape: [...input.shape.slice(0, -1), numberOption(affine, options, 'units')] }
  },
  cost: (options, input): LayerCost => {
    const units = numberOption(affine, options, 'units')
    const features = input.shape.at(-1) ?? 1
    const bias = flagOption(affine, options, 'bias') ? units : 0
    const rows = sizeOf(input.shape) / features
    return { parameters: features * units + bias, flops: rows * (2 * features * units + bias) }
  },
  build: (use, input, context): Value => {
    const options = use.layer.options
    const units = numberOption(affine, options, 'units')
    const features = use.input.shape.at(-1) ?? 1
    const weights = context.parameter('weights', {
      shape: [features, units],
      fanIn: features,
      fanOut: units,
      initializer: initializerOption(affine, options),
    })
    const bias = flagOption(affine, options, 'bias')
      ? context.parameter('bias', zeroParameter([units]))
      : undefined
    return context.graph.linear(input, weights, bias)
  },
} as const satisfies Layer
