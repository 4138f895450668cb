// Gradient descent with momentum (the heavy ball).
import { decaySchema, learningRateSchema, penalized, weightDecaySchema, type Optimizer } from './optimizer.js'

/** v ← μ·v + (1 − d)·g, w ← w − η·v, with g including λ·w; d = 0 is the heavy ball, d = μ a running mean of gradients. */
export const momentum = {
  role: 'optimizer',
  kind: 'momentum',
  summary: 'Gradient descent with momentum.',
  options: {
    learning_rate: learningRateSchema(0.01),
    momentum: decaySchema(0.9, 'Share of the velocity that is kept from step to step.'),
    dampening: {
      type: 'number',
      minimum: 0,
      maximum: 1,
      default: 0,
      description: 'Share of each gradient that is kept from the velocity.',
      'x-open': true,
      'x-scale': true,
    },
    weight_decay: weightDecaySchema,
  },
  required: [],
  reference: 'Sutskever et al., On the importance of initialization and momentum in deep learning, ICML 2013',
  slots: ['velocity'],
  steps: ['rate'],
  stepScalars: (_options, _t, rate) => ({ rate }),
  update: (parameter, gradient, [velocity], context) => {
    const { graph } = context
    const whole = penalized(parameter, gradient, context)
    const pushed = context.isZero('dampening')
      ? whole
      : graph.multiply(whole, graph.subtract(1, context.scalar('dampening')))
    const next =
      velocity === undefined
        ? pushed
        : graph.add(graph.multiply(velocity, context.scalar('momentum')), pushed)
    return { parameter: graph.subtract(parameter, graph.multiply(next, context.step('rate'))), slots: [next] }
  },
} as const satisfies Optimizer
