// Where a step stands in its sequence, added to what it holds.
import type { Value } from '../../tensor/graph.js'
import type { LayerCost } from '../../space/module-tree.js'
import { sizeOf, type Signal } from '../../support/shape.js'
import { tensorFrom } from '../../tensor/tensor.js'
import { textOption } from '../options.js'
import { freezeSchema, initializerOption, initializerSchema, type Layer } from './layer.js'
import { rejectInput } from './window.js'

/**
 * y = x + P, P [T, F]. `learned`: a trained table. `sinusoidal`: P[t, 2i] = sin(t / 10000^(2i/F)), P[t, 2i + 1] = the cosine of the
 * same. Rotary places are an option of the layers that attend.
 */
export const positionalEncoding = {
  role: 'layer',
  kind: 'positional_encoding',
  summary: 'Adds to each step of a sequence a vector that tells its place.',
  options: {
    form: {
      type: 'string',
      enum: ['learned', 'sinusoidal'],
      default: 'learned',
      description: 'A trained table of vectors, or waves of growing length.',
      'x-open': true,
      'x-shorthand': true,
    },
    initializer: initializerSchema('gaussian'),
    freeze: freezeSchema,
  },
  required: [],
  owns: ['table'],
  reference: 'Vaswani et al., Attention is all you need, NeurIPS 2017, section 3.5',
  output: (_options, input): Signal => {
    if (input.type !== 'real' || input.shape.length !== 2)
      rejectInput('positional_encoding', 'a sequence [length, features]', input)
    return input
  },
  cost: (options, input): LayerCost => ({
    parameters: textOption(positionalEncoding, options, 'form') === 'learned' ? sizeOf(input.shape) : 0,
    flops: sizeOf(input.shape),
  }),
  build: (use, input, context): Value => {
    const { options } = use.layer
    const [length = 1, features = 1] = use.input.shape
    if (textOption(positionalEncoding, options, 'form') === 'sinusoidal')
      return context.graph.add(
        input,
        context.graph.constant(tensorFrom('float32', [length, features], sinusoids(length, features))),
      )
    const initializer = initializerOption(positionalEncoding, options)
    const table = { shape: [length, features], fanIn: length, fanOut: features, initializer }
    return context.graph.add(input, context.parameter('table', table))
  },
} as const satisfies Layer

const sinusoids = (length: number, features: number): Float32Array =>
  Float32Array.from({ length: length * features }, (_, entry) => {
    const [step, feature] = [Math.floor(entry / features), entry % features]
    const angle = step / 10000 ** ((feature - (feature % 2)) / features)
    return feature % 2 === 0 ? Math.sin(angle) : Math.cos(angle)
  })
