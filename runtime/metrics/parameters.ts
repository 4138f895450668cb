// Size of the model as a metric.
import type { MetricDefinition, MetricFacts } from './metric.js'

/** Trained numbers of the model; shared weights count once. */
export const parameters = {
  role: 'metric',
  kind: 'parameters',
  summary: 'Number of trained parameters of the model.',
  options: {},
  required: [],
  direction: 'minimize',
  needs: 'model',
  start: (facts?: MetricFacts) => ({ add: () => undefined, value: () => facts?.parameters ?? Number.NaN }),
} as const satisfies MetricDefinition
