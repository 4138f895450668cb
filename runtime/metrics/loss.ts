// The training loss, measured on whatever rows are asked for.
import type { MetricDefinition } from './metric.js'
import { countOf } from './scores.js'

/** Mean of the procedure's loss over examples, regularization not included. */
export const loss = {
  role: 'metric',
  kind: 'loss',
  summary: 'Mean of the training loss over examples, without weight decay.',
  options: {},
  required: [],
  direction: 'minimize',
  needs: 'loss',
  start: () => {
    let sum = 0
    let count = 0
    return {
      add: (outputs) => {
        const examples = countOf(outputs)
        sum += (outputs.loss ?? Number.NaN) * examples
        count += examples
      },
      value: () => sum / count,
    }
  },
} as const satisfies MetricDefinition
