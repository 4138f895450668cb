// Cosine annealing over the whole horizon, with an optional linear warm-up in front.
import { numberOption } from '../options.js'
import type { Schedule } from './schedule.js'
import { rampUp } from './warmup.js'

/** After a warm-up of w steps: m + (1 − m)·½(1 + cos(π·(t − w) / (T − w))). Loshchilov and Hutter, SGDR, ICLR 2017, eq. 5. */
export const cosine = {
  role: 'schedule',
  kind: 'cosine',
  summary: 'Lowers the learning rate along half a cosine to the end of training.',
  options: {
    warmup: {
      type: 'number',
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0,
      description: 'Share of all steps in which the rate rises linearly to its full value first.',
      'x-open': true,
      'x-scale': true,
      'x-shorthand': true,
    },
    minimum: {
      type: 'number',
      minimum: 0,
      maximum: 1,
      default: 0,
      description: 'Factor that is reached at the end.',
      'x-open': true,
      'x-scale': true,
    },
  },
  required: [],
  reference: 'Loshchilov and Hutter, SGDR: stochastic gradient descent with warm restarts, ICLR 2017, eq. 5',
  factor: (options, { step, total }): number => {
    const rising = Math.round(numberOption(cosine, options, 'warmup') * total)
    if (step < rising) return rampUp(step, rising)
    const lowest = numberOption(cosine, options, 'minimum')
    const progress = Math.min(1, (step - rising) / Math.max(1, total - rising))
    return lowest + (1 - lowest) * 0.5 * (1 + Math.cos(Math.PI * progress))
  },
} as const satisfies Schedule
