// Mean recall over classes.
import { startConfusion } from './confusion.js'
import type { MetricDefinition } from './metric.js'

/** (1/C) Σ_c (correct examples of c / examples of c), over the classes that occur among the targets. */
export const balancedAccuracy = {
  role: 'metric',
  kind: 'balanced_accuracy',
  summary: 'Mean over classes of the share of their examples that are classified correctly.',
  options: {},
  required: [],
  direction: 'maximize',
  bounds: [0, 1],
  needs: 'scores',
  start: () => {
    const confusion = startConfusion()
    return {
      add: confusion.add,
      value: () => {
        const seen = confusion.counts().filter(({ actual }) => actual > 0)
        return seen.reduce((sum, { actual, agreed }) => sum + agreed / actual, 0) / seen.length
      },
    }
  },
} as const satisfies MetricDefinition
