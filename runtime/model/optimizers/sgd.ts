// Stochastic gradient descent.
import { learningRateSchema, penalized, weightDecaySchema, type Optimizer } from './optimizer.js'

/** w ← w − η·(g + λ·w). */
export const sgd = {
  role: 'optimizer',
  kind: 'sgd',
  summary: 'Plain stochastic gradient descent.',
  options: { learning_rate: learningRateSchema(0.01), weight_decay: weightDecaySchema },
  required: [],
  reference: 'Robbins and Monro, A stochastic approximation method, 1951',
  slots: [],
  steps: ['rate'],
  stepScalars: (_options, _t, rate) => ({ rate }),
  update: (parameter, gradient, _slots, context) => {
    const { graph } = context
    const moved = graph.multiply(penalized(parameter, gradient, context), context.step('rate'))
    return { parameter: graph.subtract(parameter, moved), slots: [] }
  },
} as const satisfies Optimizer
