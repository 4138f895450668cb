// Cosine annealing bent by an exponential: it falls early and spends longer at small rates.
import { power } from '../../support/power.js'
import { numberOption } from '../options.js'
import type { Schedule } from './schedule.js'
import { between, heightOf, minimumSchema, progressOf } from './shapes.js'

/** With c = ½(1 + cos(π·t / T)): m + (1 − m)·(p^c − 1) / (p − 1); p = 1 is the cosine itself. p = 10 is the authors' default. */
export const cosinePower = {
  role: 'schedule',
  kind: 'cosine_power',
  summary: 'Cosine annealing that falls earlier the larger its order (cosine power annealing).',
  options: {
    order: {
      type: 'number',
      minimum: 1,
      default: 10,
      description: 'Base of the exponential; 1 is plain cosine annealing.',
      'x-open': true,
      'x-shorthand': true,
      'x-scale': true,
    },
    minimum: minimumSchema,
  },
  required: [],
  reference:
    'Hundt, Jain and Hager, sharpDARTS: faster and more accurate differentiable architecture search, 2019',
  factor: (options, { step, total }): number => {
    const order = numberOption(cosinePower, options, 'order')
    const height = heightOf('cosine', progressOf(step, 0, total))
    const bent = order === 1 ? height : (power(order, height) - 1) / (order - 1)
    return between(numberOption(cosinePower, options, 'minimum'), bent)
  },
} as const satisfies Schedule
