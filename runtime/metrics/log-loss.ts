// Negative log-likelihood of the true classes.
import { meanOf } from './mean.js'
import type { MetricDefinition } from './metric.js'
import { logProbabilities } from './scores.js'

/** −(1/n) Σ ln p(target), natural logarithm, p = softmax of the scores. */
export const logLoss = {
  role: 'metric',
  kind: 'log_loss',
  summary: 'Mean negative natural logarithm of the probability given to the true class.',
  options: {},
  required: [],
  direction: 'minimize',
  needs: 'scores',
  start: () =>
    meanOf((outputs, example, target) => -(logProbabilities(outputs, example)[target] ?? Number.NaN)),
} as const satisfies MetricDefinition
