// Steps scaled by the root of the mean square of recent gradients.
import {
  average,
  decaySchema,
  epsilonSchema,
  learningRateSchema,
  penalized,
  weightDecaySchema,
  type Optimizer,
} from './optimizer.js'

/** s ← α·s + (1 − α)·g², w ← w − η·g / (√s + ε), with g including λ·w. */
export const rmsprop = {
  role: 'optimizer',
  kind: 'rmsprop',
  summary: 'Gradient descent scaled by the root mean square of recent gradients.',
  options: {
    learning_rate: learningRateSchema(0.001),
    decay: decaySchema(0.99, 'Share of the mean square that is kept from step to step.'),
    epsilon: epsilonSchema,
    weight_decay: weightDecaySchema,
  },
  required: [],
  reference: 'Tieleman and Hinton, Neural networks for machine learning, lecture 6.5, 2012',
  slots: ['square'],
  steps: ['rate'],
  isAdaptive: true,
  stepScalars: (_options, _t, rate) => ({ rate }),
  update: (parameter, gradient, [square = gradient], context) => {
    const { graph } = context
    const pushed = penalized(parameter, gradient, context)
    const next = average(square, graph.multiply(pushed, pushed), context.scalar('decay'), graph)
    const moved = graph.divide(
      graph.multiply(pushed, context.step('rate')),
      graph.add(graph.sqrt(next), context.scalar('epsilon')),
    )
    return { parameter: graph.subtract(parameter, moved), slots: [next] }
  },
} as const satisfies Optimizer
