// No schedule: the learning rate as it is written.
import type { Schedule } from './schedule.js'

/** factor = 1. */
export const constant = {
  role: 'schedule',
  kind: 'constant',
  summary: 'Keeps the learning rate as it is.',
  options: {},
  required: [],
  factor: () => 1,
} as const satisfies Schedule
