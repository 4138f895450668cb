// A power of the remaining share of training.
import { power } from '../../support/power.js'
import { numberOption } from '../options.js'
import type { Schedule } from './schedule.js'
import { between, minimumSchema, progressOf } from './shapes.js'

/** m + (1 − m)·(1 − t / T)^p. The paper has p = 0.9. */
export const polynomial = {
  role: 'schedule',
  kind: 'polynomial',
  summary: 'Lowers the learning rate by a power of the share of training that is left.',
  options: {
    power: {
      type: 'number',
      exclusiveMinimum: 0,
      default: 0.9,
      description: 'Exponent: below 1 the rate stays high for long, above 1 it falls early.',
      'x-open': true,
      'x-shorthand': true,
      'x-scale': true,
    },
    minimum: minimumSchema,
  },
  required: [],
  reference: 'Chen et al., DeepLab, TPAMI 40, 2018, section 4.1 (the "poly" policy)',
  factor: (options, { step, total }): number => {
    const left = 1 - progressOf(step, 0, total)
    return between(
      numberOption(polynomial, options, 'minimum'),
      power(left, numberOption(polynomial, options, 'power')),
    )
  },
} as const satisfies Schedule
