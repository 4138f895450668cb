// Unweighted mean of the classes' F1 scores.
import { startConfusion } from './confusion.js'
import type { MetricDefinition } from './metric.js'

/** (1/C) Σ_c 2·agreed_c / (actual_c + predicted_c), over the classes that occur among targets or predictions. */
export const f1Macro = {
  role: 'metric',
  kind: 'f1_macro',
  summary: 'Mean over classes of the harmonic mean of precision and recall.',
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
        const seen = confusion.counts().filter(({ actual, predicted }) => actual + predicted > 0)
        const scores = seen.map(({ actual, predicted, agreed }) => (2 * agreed) / (actual + predicted))
        return scores.reduce((sum, score) => sum + score, 0) / seen.length
      },
    }
  },
} as const satisfies MetricDefinition
