// Adam with weight decay apart from the gradient.
import { betasSchema, momentScalars, momentUpdate } from './moments.js'
import { epsilonSchema, learningRateSchema, type Optimizer } from './optimizer.js'

/** w ← w − η·λ·w − η·m̂ / (√v̂ + ε): the decay does not pass through the moments. */
export const adamw = {
  role: 'optimizer',
  kind: 'adamw',
  summary: 'Adam with decoupled weight decay.',
  options: {
    learning_rate: learningRateSchema(0.001),
    betas: betasSchema,
    epsilon: epsilonSchema,
    weight_decay: {
      type: 'number',
      minimum: 0,
      default: 0.01,
      description: 'Share of the weights, times the learning rate, that is taken off at each step.',
      'x-open': true,
      'x-scale': true,
    },
  },
  required: [],
  reference: 'Loshchilov and Hutter, Decoupled weight decay regularization, ICLR 2019, algorithm 2',
  slots: ['mean', 'square'],
  steps: ['rate', 'size', 'unbias'],
  stepScalars: (options, t, rate): Readonly<Record<string, number>> => momentScalars(adamw, options, t, rate),
  update: (parameter, gradient, slots, context) => {
    if (context.isZero('weight_decay')) return momentUpdate(parameter, gradient, slots, context)
    const { graph } = context
    const kept = graph.subtract(1, graph.multiply(context.step('rate'), context.scalar('weight_decay')))
    return momentUpdate(graph.multiply(parameter, kept), gradient, slots, context)
  },
} as const satisfies Optimizer
