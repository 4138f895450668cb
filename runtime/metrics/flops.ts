// Work of the model as a metric.
import type { MetricDefinition, MetricFacts } from './metric.js'

/** Floating-point operations of one forward pass of one example; a multiply-add counts as two. */
export const flops = {
  role: 'metric',
  kind: 'flops',
  summary: 'Floating-point operations of the model for one example.',
  options: {},
  required: [],
  direction: 'minimize',
  needs: 'model',
  start: (facts?: MetricFacts) => ({ add: () => undefined, value: () => facts?.flops ?? Number.NaN }),
} as const satisfies MetricDefinition
