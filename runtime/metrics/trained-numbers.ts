// What training may change as a metric.
import type { MetricDefinition, MetricFacts } from './metric.js'

/** Numbers that training moves: parameters without frozen ones, and what stands behind reparametrized ones in place of them. */
export const trainedNumbers = {
  role: 'metric',
  kind: 'trained_numbers',
  summary: 'How many numbers training moves: fewer than `parameters` where some are frozen or computed.',
  options: {},
  required: [],
  direction: 'minimize',
  needs: 'model',
  start: (facts?: MetricFacts) => ({
    add: () => undefined,
    value: () => facts?.trainedNumbers ?? Number.NaN,
  }),
} as const satisfies MetricDefinition
