// Momentum that looks ahead.
import { decaySchema, learningRateSchema, penalized, weightDecaySchema, type Optimizer } from './optimizer.js'

/** v ← μ·v + g, w ← w − η·(g + μ·v), with g including λ·w: Nesterov's step written at the looked-ahead weights. */
export const nesterov = {
  role: 'optimizer',
  kind: 'nesterov',
  summary: 'Gradient descent with Nesterov momentum.',
  options: {
    learning_rate: learningRateSchema(0.01),
    momentum: decaySchema(0.9, 'Share of the velocity that is kept from step to step.'),
    weight_decay: weightDecaySchema,
  },
  required: [],
  reference:
    'Bengio, Boulanger-Lewandowski and Pascanu, Advances in optimizing recurrent networks, ICASSP 2013, eq. 7',
  slots: ['velocity'],
  steps: ['rate'],
  stepScalars: (_options, _t, rate) => ({ rate }),
  update: (parameter, gradient, [velocity], context) => {
    const { graph } = context
    const kept = context.scalar('momentum')
    const pushed = penalized(parameter, gradient, context)
    const next = velocity === undefined ? pushed : graph.add(graph.multiply(velocity, kept), pushed)
    const ahead = graph.add(pushed, graph.multiply(next, kept))
    return {
      parameter: graph.subtract(parameter, graph.multiply(ahead, context.step('rate'))),
      slots: [next],
    }
  },
} as const satisfies Optimizer
