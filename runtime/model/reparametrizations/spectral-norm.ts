// Weights of spectral norm 1.
import { patternsSchema } from '../groups/group.js'
import { numberOption } from '../options.js'
import type { Reparametrization } from './reparametrization.js'
import { iterationsSchema, spectral } from './spectral.js'

/** w = W / σ(W), with σ by power iteration. Kernels are read as matrices, one row an output channel. */
export const spectralNorm = {
  role: 'reparametrization',
  kind: 'spectral_norm',
  summary: 'Divides weights by their largest singular value.',
  options: {
    of: { ...patternsSchema, default: 'weights', 'x-shorthand': true },
    iterations: iterationsSchema,
  },
  required: [],
  reference:
    'Miyato et al., Spectral normalization for generative adversarial networks, ICLR 2018, algorithm 1',
  minimumAxes: 2,
  build: (options, context) => {
    const { weights, sigma } = spectral(context, numberOption(spectralNorm, options, 'iterations'))
    return context.graph.divide(weights, sigma)
  },
} as const satisfies Reparametrization
