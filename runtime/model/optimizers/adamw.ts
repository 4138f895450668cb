// Adam with weight decay apart from the gradient.
import { betasSchema, momentScalars, momentUpdate } from './moments.js'
import {
  decayed,
  decoupledDecaySchema,
  epsilonSchema,
  learningRateSchema,
  type Optimizer,
} from './optimizer.js'

/** w ← w − η·λ·w − η·m̂ / (√v̂ + ε): the decay does not pass through the moments. */
export const adamw = {
  role: 'optimizer',
  kind: 'adamw',
  summary: 'Adam with decoupled weight decay.',
  options: {
    learning_rate: learningRateSchema(0.001),
    betas: betasSchema,
    epsilon: epsilonSchema,
    weight_decay: decoupledDecaySchema(0.01),
  },
  required: [],
  reference: 'Loshchilov and Hutter, Decoupled weight decay regularization, ICLR 2019, algorithm 2',
  slots: ['mean', 'square'],
  steps: ['rate', 'size', 'unbias'],
  isAdaptive: true,
  decouplesDecay: true,
  stepScalars: (options, t, rate): Readonly<Record<string, number>> => momentScalars(adamw, options, t, rate),
  update: (parameter, gradient, slots, context) =>
    momentUpdate(decayed(parameter, context), gradient, slots, context),
} as const satisfies Optimizer
