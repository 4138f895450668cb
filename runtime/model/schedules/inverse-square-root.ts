// A linear rise, then a fall with the root of the number of steps: a schedule without an end.
import { numberOption } from '../options.js'
import type { Schedule } from './schedule.js'
import { rampUp, warmupSchema } from './shapes.js'

/** min((t + 1) / w, √(w / (t + 1))) with w the steps of the warm-up, at least 1: the paper's formula, scaled to 1 at its peak. */
export const inverseSquareRoot = {
  role: 'schedule',
  kind: 'inverse_square_root',
  summary: 'Raises the learning rate linearly, then lowers it with the root of the number of steps.',
  options: { warmup: { ...warmupSchema(0.05), 'x-shorthand': true } },
  required: [],
  reference: 'Vaswani et al., Attention is all you need, NeurIPS 2017, eq. 3',
  factor: (options, { step, total }): number => {
    const rising = Math.max(1, Math.round(numberOption(inverseSquareRoot, options, 'warmup') * total))
    return step < rising ? rampUp(step, rising) : Math.sqrt(rising / (step + 1))
  },
} as const satisfies Schedule
