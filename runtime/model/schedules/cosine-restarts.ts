// Cosine annealing that starts over, each time for longer.
import { numberOption } from '../options.js'
import type { Schedule } from './schedule.js'
import { between, heightOf, minimumSchema } from './shapes.js'

/**
 * Runs of T₀, T₀·k, T₀·k², … epochs, each m + (1 − m)·½(1 + cos(π·t / T)) with t the epochs since its start, steps counted in
 * fractions. The paper's best short settings are T₀ = 1 with k = 2 and T₀ = 10 with k = 2.
 */
export const cosineRestarts = {
  role: 'schedule',
  kind: 'cosine_restarts',
  summary:
    'Lowers the learning rate along half a cosine again and again, each run longer than the one before.',
  options: {
    first: {
      type: 'number',
      minimum: 0.1,
      default: 10,
      description: 'Epochs of the first run.',
      'x-open': true,
      'x-shorthand': true,
      'x-scale': true,
    },
    growth: {
      type: 'number',
      minimum: 1,
      default: 2,
      description: 'How much longer each run is than the one before.',
      'x-open': true,
      'x-scale': true,
    },
    minimum: { ...minimumSchema, description: 'Factor that is reached at the end of a run.' },
  },
  required: [],
  reference:
    'Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, ICLR 2017, eq. 5 and section 4',
  factor: (options, { step, stepsPerEpoch }): number => {
    const growth = numberOption(cosineRestarts, options, 'growth')
    let length = numberOption(cosineRestarts, options, 'first') * stepsPerEpoch
    let since = step
    while (since >= length) {
      if (growth === 1) since %= length
      else {
        since -= length
        length *= growth
      }
    }
    return between(numberOption(cosineRestarts, options, 'minimum'), heightOf('cosine', since / length))
  },
} as const satisfies Schedule
