// Squared error of class probabilities.
import { meanOf } from './mean.js'
import type { MetricDefinition } from './metric.js'
import { logProbabilities } from './scores.js'

/** (1/n) Σ Σ_c (p_c − [c = target])², over all classes as in the paper: with two classes twice the one-sided form. */
export const brier = {
  role: 'metric',
  kind: 'brier',
  summary:
    'Mean squared distance between class probabilities and the true class, summed over classes (0 to 2).',
  reference:
    'Brier, "Verification of forecasts expressed in terms of probability", Monthly Weather Review 78 (1950)',
  options: {},
  required: [],
  direction: 'minimize',
  bounds: [0, 2],
  needs: 'scores',
  start: () =>
    meanOf((outputs, example, target) =>
      logProbabilities(outputs, example).reduce(
        (sum, logarithm, code) => sum + (Math.exp(logarithm) - (code === target ? 1 : 0)) ** 2,
        0,
      ),
    ),
} as const satisfies MetricDefinition
