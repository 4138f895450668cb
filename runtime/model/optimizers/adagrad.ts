// Steps scaled by the root of the sum of all squared gradients so far.
import {
  epsilonSchema,
  learningRateSchema,
  penalized,
  weightDecaySchema,
  type Optimizer,
} from './optimizer.js'

/** s ← s + g², w ← w − η·g / (√s + ε), with g including λ·w. */
export const adagrad = {
  role: 'optimizer',
  kind: 'adagrad',
  summary: 'Gradient descent scaled by the root of the sum of squared gradients so far.',
  options: {
    learning_rate: learningRateSchema(0.01),
    epsilon: { ...epsilonSchema, default: 1e-10 },
    weight_decay: weightDecaySchema,
  },
  required: [],
  reference: 'Duchi, Hazan and Singer, Adaptive subgradient methods, JMLR 12, 2011, figure 1, diagonal form',
  slots: ['sum'],
  steps: ['rate'],
  isAdaptive: true,
  stepScalars: (_options, _t, rate) => ({ rate }),
  update: (parameter, gradient, [sum = gradient], context) => {
    const { graph } = context
    const pushed = penalized(parameter, gradient, context)
    const next = graph.add(sum, graph.multiply(pushed, pushed))
    const moved = graph.divide(
      graph.multiply(pushed, context.step('rate')),
      graph.add(graph.sqrt(next), context.scalar('epsilon')),
    )
    return { parameter: graph.subtract(parameter, moved), slots: [next] }
  },
} as const satisfies Optimizer
