// Mean squared error.
import { meanOf } from './mean.js'
import type { MetricDefinition } from './metric.js'

/** (1/n) Σ (prediction − target)². */
export const mse = {
  role: 'metric',
  kind: 'mse',
  summary: 'Mean squared error of real predictions.',
  options: {},
  required: [],
  direction: 'minimize',
  needs: 'predictions',
  start: () => meanOf(({ values }, example, target) => ((values[example] ?? Number.NaN) - target) ** 2),
} as const satisfies MetricDefinition
