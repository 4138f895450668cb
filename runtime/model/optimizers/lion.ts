// The sign of an interpolated momentum: every weight moves by the same amount.
import { betasSchema } from './moments.js'
import { average, decoupledDecaySchema, decayed, learningRateSchema, type Optimizer } from './optimizer.js'

/** w ← w − η·(sign(β₁·m + (1 − β₁)·g) + λ·w), m ← β₂·m + (1 − β₂)·g. Defaults of the paper's program 1; weight decay is decoupled. */
export const lion = {
  role: 'optimizer',
  kind: 'lion',
  summary: 'Steps of one size along the sign of an interpolated momentum, with decoupled weight decay.',
  options: {
    learning_rate: learningRateSchema(0.0001),
    betas: {
      ...betasSchema,
      default: [0.9, 0.99],
      description: 'Share of the momentum in the step, and share of it that is kept from step to step.',
    },
    weight_decay: decoupledDecaySchema(0),
  },
  required: [],
  reference: 'Chen et al., Symbolic discovery of optimization algorithms, NeurIPS 2023, algorithm 2',
  slots: ['momentum'],
  steps: ['rate'],
  isAdaptive: true,
  decouplesDecay: true,
  stepScalars: (_options, _t, rate) => ({ rate }),
  update: (parameter, gradient, [momentum = gradient], context) => {
    const { graph } = context
    const direction = graph.sign(average(momentum, gradient, context.scalar('betas', 0), graph))
    return {
      parameter: graph.subtract(decayed(parameter, context), graph.multiply(direction, context.step('rate'))),
      slots: [average(momentum, gradient, context.scalar('betas', 1), graph)],
    }
  },
} as const satisfies Optimizer
