// Share of examples whose class has the highest score.
import { meanOf } from './mean.js'
import type { MetricDefinition } from './metric.js'
import { winnerOf } from './scores.js'

/** (1/n) Σ [argmax scores = target]; among equal scores the first class wins. */
export const accuracy = {
  role: 'metric',
  kind: 'accuracy',
  summary: 'Share of examples that are classified correctly.',
  options: {},
  required: [],
  direction: 'maximize',
  bounds: [0, 1],
  needs: 'scores',
  start: () => meanOf((outputs, example, target) => (winnerOf(outputs, example) === target ? 1 : 0)),
} as const satisfies MetricDefinition
