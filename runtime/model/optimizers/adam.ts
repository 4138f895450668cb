// Adam, with an L2 penalty where weight decay is asked for.
import { betasSchema, momentScalars, momentUpdate } from './moments.js'
import {
  epsilonSchema,
  learningRateSchema,
  penalized,
  weightDecaySchema,
  type Optimizer,
} from './optimizer.js'

/** w ← w − η·m̂ / (√v̂ + ε) with bias-corrected running moments of g + λ·w. */
export const adam = {
  role: 'optimizer',
  kind: 'adam',
  summary: 'Adam: steps scaled by running moments of the gradient.',
  options: {
    learning_rate: learningRateSchema(0.001),
    betas: betasSchema,
    epsilon: epsilonSchema,
    weight_decay: weightDecaySchema,
  },
  required: [],
  reference: 'Kingma and Ba, Adam, ICLR 2015, algorithm 1',
  slots: ['mean', 'square'],
  steps: ['size', 'unbias'],
  isAdaptive: true,
  stepScalars: (options, t, rate): Readonly<Record<string, number>> => {
    const { size, unbias } = momentScalars(adam, options, t, rate)
    return { size, unbias }
  },
  update: (parameter, gradient, slots, context) =>
    momentUpdate(parameter, penalized(parameter, gradient, context), slots, context),
} as const satisfies Optimizer
