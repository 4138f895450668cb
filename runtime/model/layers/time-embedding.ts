// How much noise was added to a row, told to the layers: waves of the level of noise, mixed by trained weights, added to what comes in.
import { GraphError } from '../../../schemas/diagnostic.js'
import type { LayerCost } from '../../space/module-tree.js'
import { normalQuantile } from '../../support/normal.js'
import { power } from '../../support/power.js'
import { sizeOf, type Signal } from '../../support/shape.js'
import type { Builder, Value } from '../../tensor/graph.js'
import { tensorFrom } from '../../tensor/tensor.js'
import { numberOption, textOption, type Options } from '../options.js'
import { freezeSchema, initializerOption, initializerSchema, zeroParameter, type Layer } from './layer.js'
import { rejectInput } from './window.js'

/**
 * y = x + W·[sin(ω·c), cos(ω·c)] + b with c the level of noise of the row, ω of length dim / 2; for an image one number a channel.
 * `fourier`: ω = 2π·scale·q with q the quantiles of a half-normal distribution at (j + ½) / (dim / 2), which stand for the Gaussian
 * draws of Song et al. without a draw. `positional`: ω_j = scale·10000^(−2j/dim). Only a loss that adds noise gives a level.
 * @throws GraphError `no-noise-level` where there is none
 */
export const timeEmbedding = {
  role: 'layer',
  kind: 'time_embedding',
  summary: 'Adds to its input what tells the level of noise of a row, for losses that add noise.',
  options: {
    dim: {
      type: 'integer',
      minimum: 2,
      multipleOf: 2,
      default: 32,
      description: 'Number of waves, half of them sines.',
      'x-open': true,
      'x-shorthand': true,
    },
    form: {
      type: 'string',
      enum: ['fourier', 'positional'],
      default: 'fourier',
      description: 'Frequencies like normal draws, or falling geometrically.',
      'x-open': true,
    },
    scale: {
      type: 'number',
      exclusiveMinimum: 0,
      default: 1,
      description: 'What frequencies are multiplied by.',
      'x-open': true,
    },
    initializer: initializerSchema('xavier_uniform'),
    freeze: freezeSchema,
  },
  required: [],
  owns: ['weights', 'bias'],
  readsLevel: true,
  reference:
    'Song et al., Score-based generative modeling through stochastic differential equations, ICLR 2021; Vaswani et al., Attention is all you need, NeurIPS 2017, section 3.5',
  output: (_options, input): Signal => {
    if (input.type === 'real' && (input.shape.length === 1 || input.shape.length === 3)) return input
    return rejectInput('time_embedding', 'features or an image', input)
  },
  cost: (options, input): LayerCost => {
    const [waves, units = 1] = [numberOption(timeEmbedding, options, 'dim'), input.shape[0]]
    return { parameters: (waves + 1) * units, flops: 2 * waves * units + waves + sizeOf(input.shape) }
  },
  build: (use, input, context): Value => {
    const { graph, level } = context
    if (level === undefined) {
      throw new GraphError(
        'no-noise-level',
        `layer '${use.layer.path}' needs a level of noise, which only losses that add noise give`,
      )
    }
    const { options } = use.layer
    const [units = 1, ...places] = use.input.shape
    const dim = numberOption(timeEmbedding, options, 'dim')
    const initializer = initializerOption(timeEmbedding, options)
    const weights = context.parameter('weights', {
      shape: [dim, units],
      fanIn: dim,
      fanOut: units,
      initializer,
    })
    const mixed = graph.matmul(waves(level, frequencies(options, dim), graph), weights)
    const told = graph.add(mixed, context.parameter('bias', zeroParameter([units])))
    return graph.add(input, places.length === 0 ? told : graph.unsqueeze(told, [2, 3]))
  },
} as const satisfies Layer

/** [N] → [N, 2·frequencies]. */
function waves(level: Value, frequency: Float32Array, graph: Builder): Value {
  const row = graph.constant(tensorFrom('float32', [1, frequency.length], frequency))
  const angles = graph.multiply(graph.unsqueeze(level, [1]), row)
  return graph.concat([graph.sin(angles), graph.cos(angles)], 1)
}

function frequencies(options: Options, dim: number): Float32Array {
  const scale = numberOption(timeEmbedding, options, 'scale')
  const half = dim / 2
  const isFourier = textOption(timeEmbedding, options, 'form') === 'fourier'
  return Float32Array.from({ length: half }, (_, index) =>
    isFourier
      ? 2 * Math.PI * scale * normalQuantile(0.5 + (index + 0.5) / dim)
      : scale * power(10000, -index / half),
  )
}
