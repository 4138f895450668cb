// Adam whose scale never grows again: the largest running square so far stands in the denominator.
import type { Value } from '../../tensor/graph.js'
import { betasSchema, momentScalars, stepByMoments, takeUpMoments } from './moments.js'
import {
  epsilonSchema,
  learningRateSchema,
  penalized,
  weightDecaySchema,
  type Optimizer,
} from './optimizer.js'

/**
 * s ← max(s, v), w ← w − η·m̂ / (√ŝ + ε) with running moments m, v of g + λ·w. Both are corrected for their bias as in Adam, which
 * the paper's algorithm leaves out "for simplicity"; every common implementation has the correction.
 */
export const amsgrad = {
  role: 'optimizer',
  kind: 'amsgrad',
  summary: 'Adam with the largest mean square so far, so that steps never grow back.',
  options: {
    learning_rate: learningRateSchema(0.001),
    betas: betasSchema,
    epsilon: epsilonSchema,
    weight_decay: weightDecaySchema,
  },
  required: [],
  reference: 'Reddi, Kale and Kumar, On the convergence of Adam and beyond, ICLR 2018, algorithm 2',
  slots: ['mean', 'square', 'largest'],
  steps: ['size', 'unbias'],
  isAdaptive: true,
  stepScalars: (options, t, rate): Readonly<Record<string, number>> => {
    const { size, unbias } = momentScalars(amsgrad, options, t, rate)
    return { size, unbias }
  },
  update: (parameter, gradient, [mean = gradient, square = gradient, largest = gradient], context) => {
    const moments = takeUpMoments(penalized(parameter, gradient, context), { mean, square }, context)
    const next: Value = context.graph.maximum(largest, moments.square)
    return {
      parameter: stepByMoments(parameter, { mean: moments.mean, square: next }, context),
      slots: [moments.mean, moments.square, next],
    }
  },
} as const satisfies Optimizer
