// Weights of a spectral norm that is trained.
import { patternsSchema } from '../groups/group.js'
import { numberOption, textOption } from '../options.js'
import { matrixShape, type Reparametrization } from './reparametrization.js'
import { filled, iterationsSchema, leading, spectral } from './spectral.js'

/** w = γ·W / σ(W) with a trained number γ, which starts at 1 (the paper's text) or at σ(W), so that the layer starts untouched (its vision code). */
export const sigmaReparam = {
  role: 'reparametrization',
  kind: 'sigma_reparam',
  summary: 'Divides weights by their largest singular value and trains a factor in its place.',
  options: {
    of: { ...patternsSchema, default: 'weights', 'x-shorthand': true },
    start: {
      type: 'string',
      enum: ['one', 'spectral_norm'],
      default: 'one',
      description: 'Where the factor starts: at 1, or at the norm of the weights as they are drawn.',
    },
    iterations: iterationsSchema,
  },
  required: [],
  reference:
    'Zhai et al., Stabilizing Transformer training by preventing attention entropy collapse, ICML 2023, section 3.2',
  minimumAxes: 2,
  build: (options, context) => {
    const { graph, target } = context
    const untouched = textOption(sigmaReparam, options, 'start') === 'spectral_norm'
    const { weights, sigma } = spectral(context, numberOption(sigmaReparam, options, 'iterations'))
    const gain = context.trained('gain', [1], ({ target: values, streamOf }) =>
      untouched
        ? filled([1], leading(values, matrixShape(target), streamOf(target.name)).sigma)
        : filled([1], 1),
    )
    return graph.multiply(weights, graph.divide(graph.reshape(gain, []), sigma))
  },
} as const satisfies Reparametrization
