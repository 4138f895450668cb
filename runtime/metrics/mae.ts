// Mean absolute error.
import { meanOf } from './mean.js'
import type { MetricDefinition } from './metric.js'

/** (1/n) Σ |prediction − target|. */
export const mae = {
  role: 'metric',
  kind: 'mae',
  summary: 'Mean absolute error of real predictions.',
  options: {},
  required: [],
  direction: 'minimize',
  needs: 'predictions',
  start: () => meanOf(({ values }, example, target) => Math.abs((values[example] ?? Number.NaN) - target)),
} as const satisfies MetricDefinition
