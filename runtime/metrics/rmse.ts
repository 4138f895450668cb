// Root mean squared error.
import { meanOf } from './mean.js'
import type { MetricDefinition } from './metric.js'

/** √((1/n) Σ (prediction − target)²), the root taken once, over all examples. */
export const rmse = {
  role: 'metric',
  kind: 'rmse',
  summary: 'Square root of the mean squared error of real predictions.',
  options: {},
  required: [],
  direction: 'minimize',
  needs: 'predictions',
  start: () => {
    const squares = meanOf(({ values }, example, target) => ((values[example] ?? Number.NaN) - target) ** 2)
    return { add: squares.add, value: () => Math.sqrt(squares.value()) }
  },
} as const satisfies MetricDefinition
