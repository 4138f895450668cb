// A straight line down over the whole horizon.
import { numberOption } from '../options.js'
import type { Schedule } from './schedule.js'
import { between, minimumSchema, progressOf } from './shapes.js'

/** m + (1 − m)·(1 − t / T). */
export const linear = {
  role: 'schedule',
  kind: 'linear',
  summary: 'Lowers the learning rate along a straight line to the end of training.',
  options: { minimum: { ...minimumSchema, 'x-shorthand': true } },
  required: [],
  factor: (options, { step, total }): number =>
    between(numberOption(linear, options, 'minimum'), 1 - progressOf(step, 0, total)),
} as const satisfies Schedule
