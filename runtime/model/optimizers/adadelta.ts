// Steps in the units of the weights: scaled by recent steps over recent gradients, so that no learning rate need be chosen.
import {
  average,
  decaySchema,
  epsilonSchema,
  learningRateSchema,
  penalized,
  weightDecaySchema,
  type Optimizer,
} from './optimizer.js'

/**
 * s ← ρ·s + (1 − ρ)·g², Δ = g·√(d + ε) / √(s + ε), d ← ρ·d + (1 − ρ)·Δ², w ← w − η·Δ, with g including λ·w. The paper has
 * η = 1, and ρ = 0.95, ε = 10⁻⁶ in its section 4.1.
 */
export const adadelta = {
  role: 'optimizer',
  kind: 'adadelta',
  summary: 'Gradient descent scaled by the root mean square of recent steps over that of recent gradients.',
  options: {
    learning_rate: learningRateSchema(1),
    decay: decaySchema(0.95, 'Share of both mean squares that is kept from step to step.'),
    epsilon: {
      ...epsilonSchema,
      default: 1e-6,
      description: 'Added under both roots: against division by zero, and what the first steps grow from.',
    },
    weight_decay: weightDecaySchema,
  },
  required: [],
  reference: 'Zeiler, ADADELTA: an adaptive learning rate method, 2012, algorithm 1',
  slots: ['square', 'moved'],
  steps: ['rate'],
  isAdaptive: true,
  stepScalars: (_options, _t, rate) => ({ rate }),
  update: (parameter, gradient, [square = gradient, moved = gradient], context) => {
    const { graph } = context
    const pushed = penalized(parameter, gradient, context)
    const [kept, epsilon] = [context.scalar('decay'), context.scalar('epsilon')]
    const nextSquare = average(square, graph.multiply(pushed, pushed), kept, graph)
    const ratio = graph.divide(graph.add(moved, epsilon), graph.add(nextSquare, epsilon))
    const move = graph.multiply(pushed, graph.sqrt(ratio))
    return {
      parameter: graph.subtract(parameter, graph.multiply(move, context.step('rate'))),
      slots: [nextSquare, average(moved, graph.multiply(move, move), kept, graph)],
    }
  },
} as const satisfies Optimizer
