// Cosine annealing over the whole horizon, with an optional linear warm-up in front.
import { numberOption } from '../options.js'
import type { Schedule } from './schedule.js'
import { minimumSchema, rampUp, warmupSchema } from './shapes.js'

/** After a warm-up of w steps: m + (1 − m)·½(1 + cos(π·(t − w) / (T − w))). Loshchilov and Hutter, SGDR, ICLR 2017, eq. 5. */
export const cosine = {
  role: 'schedule',
  kind: 'cosine',
  summary: 'Lowers the learning rate along half a cosine to the end of training.',
  options: { warmup: { ...warmupSchema(0), 'x-shorthand': true }, minimum: minimumSchema },
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
