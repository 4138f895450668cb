// Lowers the learning rate when the loss stops falling; the one schedule that looks at results.
import { numberOption } from '../options.js'
import type { Schedule, ScheduleMemory } from './schedule.js'

/** Multiplies the rate by `factor` after `patience` epochs without a relative improvement of the loss by `threshold`. */
export const plateau = {
  role: 'schedule',
  kind: 'plateau',
  summary: 'Lowers the learning rate when the loss on the stop rows no longer falls.',
  options: {
    patience: {
      type: 'integer',
      minimum: 1,
      default: 5,
      description: 'Epochs without improvement before a drop.',
      'x-open': true,
      'x-shorthand': true,
      'x-scale': true,
    },
    factor: {
      type: 'number',
      exclusiveMinimum: 0,
      exclusiveMaximum: 1,
      default: 0.1,
      description: 'What the learning rate is multiplied by at a drop.',
      'x-open': true,
      'x-scale': true,
    },
    threshold: {
      type: 'number',
      minimum: 0,
      default: 0.0001,
      description: 'Relative decrease of the loss that counts as an improvement.',
      'x-scale': true,
    },
    minimum: {
      type: 'number',
      minimum: 0,
      maximum: 1,
      default: 0,
      description: 'Factor below which the rate is not lowered.',
      'x-scale': true,
    },
  },
  required: [],
  factor: (_options, _position, memory) => memory['factor'] ?? 1,
  observe: (options, memory, loss): ScheduleMemory => {
    const best = memory['best']
    const factor = memory['factor'] ?? 1
    const bar =
      best === undefined ? Infinity : best - Math.abs(best) * numberOption(plateau, options, 'threshold')
    if (loss < bar) return { best: loss, waited: 0, factor }
    const waited = (memory['waited'] ?? 0) + 1
    const kept = best === undefined ? {} : { best }
    if (waited < numberOption(plateau, options, 'patience')) return { ...kept, waited, factor }
    const lowered = factor * numberOption(plateau, options, 'factor')
    return { ...kept, waited: 0, factor: Math.max(lowered, numberOption(plateau, options, 'minimum')) }
  },
} as const satisfies Schedule
