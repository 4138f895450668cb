// The same share of the learning rate is lost in every epoch, smoothly.
import { power } from '../../support/power.js'
import { numberOption } from '../options.js'
import type { Schedule } from './schedule.js'

/** factor^(t / steps of an epoch); `step` with `every: 1` is the same in stairs. */
export const exponential = {
  role: 'schedule',
  kind: 'exponential',
  summary: 'Multiplies the learning rate by a factor each epoch, smoothly from step to step.',
  options: {
    factor: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 1,
      default: 0.95,
      description: 'What the learning rate is multiplied by in an epoch.',
      'x-open': true,
      'x-shorthand': true,
      'x-scale': true,
    },
  },
  required: [],
  factor: (options, { step, stepsPerEpoch }): number =>
    power(numberOption(exponential, options, 'factor'), step / stepsPerEpoch),
} as const satisfies Schedule
