// Multiplies the learning rate by a factor at regular epochs.
import { power } from '../../support/power.js'
import { numberOption } from '../options.js'
import type { Schedule } from './schedule.js'

/** factor^⌊epoch / every⌋. */
export const step = {
  role: 'schedule',
  kind: 'step',
  summary: 'Multiplies the learning rate by a factor every so many epochs.',
  options: {
    every: {
      type: 'integer',
      minimum: 1,
      description: 'Epochs between two drops.',
      'x-open': true,
      'x-shorthand': true,
      'x-scale': true,
    },
    factor: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 1,
      default: 0.1,
      description: 'What the learning rate is multiplied by at a drop.',
      'x-open': true,
      'x-scale': true,
    },
  },
  required: ['every'],
  factor: (options, position): number => {
    const epoch = Math.floor(position.step / position.stepsPerEpoch)
    const drops = Math.floor(epoch / numberOption(step, options, 'every'))
    return power(numberOption(step, options, 'factor'), drops)
  },
} as const satisfies Schedule
