// Adam whose adaptive scale is switched on once the variance of that scale is bounded: a warm-up that need not be tuned.
import { listOption, numberOption } from '../options.js'
import { power } from '../../support/power.js'
import { betasSchema, momentScalars, takeUpMoments } from './moments.js'
import {
  epsilonSchema,
  learningRateSchema,
  penalized,
  weightDecaySchema,
  type Optimizer,
} from './optimizer.js'

/**
 * With ρ∞ = 2 / (1 − β₂) − 1 and ρ = ρ∞ − 2·t·β₂ᵗ / (1 − β₂ᵗ): where ρ > 4, w ← w − η·r·m̂ / (√v̂ + ε) with
 * r = √((ρ − 4)(ρ − 2)·ρ∞ / ((ρ∞ − 4)(ρ∞ − 2)·ρ)); before that w ← w − η·m̂. g includes λ·w.
 */
export const radam = {
  role: 'optimizer',
  kind: 'radam',
  summary: 'Adam with a rectified adaptive scale, which needs no warm-up.',
  options: {
    learning_rate: learningRateSchema(0.001),
    betas: betasSchema,
    epsilon: epsilonSchema,
    weight_decay: weightDecaySchema,
  },
  required: [],
  reference: 'Liu et al., On the variance of the adaptive learning rate and beyond, ICLR 2020, algorithm 2',
  slots: ['mean', 'square'],
  steps: ['size', 'unbias', 'floor'],
  stepScalars: (options, t, rate): Readonly<Record<string, number>> => {
    const { size, unbias } = momentScalars(radam, options, t, rate)
    const rectified = rectification(listOption(radam, options, 'betas')[1] ?? 0, t)
    // One denominator √v·unbias + floor for both phases: 1 before the scale can be trusted.
    if (rectified === undefined) return { size, unbias: 0, floor: 1 }
    return { size: size * rectified, unbias, floor: numberOption(radam, options, 'epsilon') }
  },
  update: (parameter, gradient, [mean = gradient, square = gradient], context) => {
    const { graph } = context
    const moments = takeUpMoments(penalized(parameter, gradient, context), { mean, square }, context)
    const root = graph.multiply(graph.sqrt(moments.square), context.step('unbias'))
    const moved = graph.divide(
      graph.multiply(moments.mean, context.step('size')),
      graph.add(root, context.step('floor')),
    )
    return { parameter: graph.subtract(parameter, moved), slots: [moments.mean, moments.square] }
  },
} as const satisfies Optimizer

/** r at step t (from 1); undefined while the variance of the adaptive scale has no bound (ρ ≤ 4). */
function rectification(beta: number, t: number): number | undefined {
  const limit = 2 / (1 - beta) - 1
  const kept = power(beta, t)
  const length = limit - (2 * t * kept) / (1 - kept)
  if (length <= 4) return undefined
  return Math.sqrt(((length - 4) * (length - 2) * limit) / ((limit - 4) * (limit - 2) * length))
}
