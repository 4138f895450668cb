// Gradient descent with momentum (the heavy ball).
import { decaySchema, learningRateSchema, penalized, weightDecaySchema, type Optimizer } from './optimizer.js'

/** v ← μ·v + g, w ← w − η·v, with g including λ·w. */
export const momentum = {
  role: 'optimizer',
  kind: 'momentum',
  summary: 'Gradient descent with momentum.',
  options: {
    learning_rate: learningRateSchema(0.01),
    momentum: decaySchema(0.9, 'Share of the velocity that is kept from step to step.'),
    weight_decay: weightDecaySchema,
  },
  required: [],
  reference: 'Sutskever et al., On the importance of initialization and momentum in deep learning, ICML 2013',
  slots: ['velocity'],
  steps: ['rate'],
  stepScalars: (_options, _t, rate) => ({ rate }),
  update: (parameter, gradient, [velocity], context) => {
    const { graph } = context
    const pushed = penalized(parameter, gradient, context)
    const next =
      velocity === undefined
        ? pushed
        : graph.add(graph.multiply(velocity, context.scalar('momentum')), pushed)
    return { parameter: graph.subtract(parameter, graph.multiply(next, context.step('rate'))), slots: [next] }
  },
} as const satisfies Optimizer
