// Adam with a trust ratio: each parameter moves in proportion to its own norm.
import type { Builder, Value } from '../../tensor/graph.js'
import { betasSchema, momentScalars, takeUpMoments } from './moments.js'
import { decoupledDecaySchema, epsilonSchema, learningRateSchema, type Optimizer } from './optimizer.js'

/**
 * u = m̂ / (√v̂ + ε) + λ·w, w ← w − η·(‖w‖ / ‖u‖)·u, norms over one parameter tensor; where either norm is 0 the ratio is 1.
 * φ is the identity, as in the authors' experiments; ε = 10⁻⁶ and λ = 0.01 are theirs, the learning rate is chosen here.
 */
export const lamb = {
  role: 'optimizer',
  kind: 'lamb',
  summary: 'Adam whose step for each parameter is scaled to the norm of that parameter, for large batches.',
  options: {
    learning_rate: learningRateSchema(0.001),
    betas: betasSchema,
    epsilon: { ...epsilonSchema, default: 1e-6 },
    weight_decay: decoupledDecaySchema(0.01),
  },
  required: [],
  reference: 'You et al., Large batch optimization for deep learning, ICLR 2020, algorithm 2',
  slots: ['mean', 'square'],
  steps: ['rate', 'unbiasMean', 'unbias'],
  stepScalars: (options, t, rate): Readonly<Record<string, number>> => {
    const { size, unbias } = momentScalars(lamb, options, t, 1)
    return { rate, unbiasMean: size, unbias }
  },
  update: (parameter, gradient, [mean = gradient, square = gradient], context) => {
    const { graph } = context
    const moments = takeUpMoments(gradient, { mean, square }, context)
    const root = graph.multiply(graph.sqrt(moments.square), context.step('unbias'))
    const adam = graph.divide(
      graph.multiply(moments.mean, context.step('unbiasMean')),
      graph.add(root, context.scalar('epsilon')),
    )
    const wanted = context.isZero('weight_decay')
      ? adam
      : graph.add(adam, graph.multiply(parameter, context.scalar('weight_decay')))
    const size = graph.multiply(trust(parameter, wanted, graph), context.step('rate'))
    return {
      parameter: graph.subtract(parameter, graph.multiply(wanted, size)),
      slots: [moments.mean, moments.square],
    }
  },
} as const satisfies Optimizer

/** ‖w‖ / ‖u‖, or 1 where one of them is 0: a bias that starts at zero must be able to leave it. */
function trust(parameter: Value, wanted: Value, graph: Builder): Value {
  const norm = (x: Value): Value => graph.sqrt(graph.reduceSum(graph.multiply(x, x)))
  const [weights, step] = [norm(parameter), norm(wanted)]
  const counts = graph.and(graph.greater(weights, 0), graph.greater(step, 0))
  // The denominator is made harmless where it does not count: 0 / 0 would be a NaN in the branch not taken.
  return graph.where(counts, graph.divide(weights, graph.where(counts, step, 1)), 1)
}
