// A stable phase that falls as a power of the examples seen and rises with the batch: one pair of numbers for every budget and batch size.
import { power as raised } from '../../support/power.js'
import { numberOption, textOption } from '../options.js'
import type { Schedule, SchedulePosition } from './schedule.js'
import {
  between,
  decaySchema,
  heightOf,
  minimumSchema,
  progressOf,
  rampUp,
  shapeSchema,
  warmupSchema,
} from './shapes.js'

/**
 * Learning rate min(η, B·a·n^b) with n the examples seen after the step, B those of a step and η the optimizer's learning rate, which
 * is the cap; a linear rise onto that curve, and a decay off it. The paper counts tokens in sequences of 4,096 and finds b = −0.51; `a` has
 * the unit of what is counted, so it must be fitted, on small runs, and then serves larger ones. Examples of L tokens each: a·L^b.
 */
export const power = {
  role: 'schedule',
  kind: 'power',
  summary: 'Lowers the learning rate as a power of the examples seen, in proportion to the batch size.',
  options: {
    a: {
      type: 'number',
      exclusiveMinimum: 0,
      default: 4,
      description: 'Amplitude: learning rate for one example a step, after the first example.',
      'x-open': true,
      'x-shorthand': true,
      'x-scale': true,
    },
    b: {
      type: 'number',
      minimum: -1,
      maximum: 0,
      default: -0.51,
      description: 'Exponent of the examples seen.',
      'x-open': true,
      'x-scale': true,
    },
    warmup: warmupSchema(0.02),
    decay: decaySchema(0.1),
    shape: shapeSchema,
    minimum: {
      ...minimumSchema,
      description: 'Share of the rate before the decay that is reached at the end.',
    },
  },
  required: [],
  reference:
    'Shen et al., Power scheduler: a batch size and token number agnostic learning rate scheduler, 2024, eq. 5',
  factor: (options, position): number => {
    const { step, total } = position
    const curve = (at: number): number => stable(options, { ...position, step: at })
    const rising = Math.round(numberOption(power, options, 'warmup') * total)
    if (step < rising) return rampUp(step, rising) * curve(rising - 1)
    const start = Math.max(rising, total - Math.round(numberOption(power, options, 'decay') * total))
    if (step < start) return curve(step)
    const height = heightOf(textOption(power, options, 'shape'), progressOf(step, start, total))
    return curve(start) * between(numberOption(power, options, 'minimum'), height)
  },
} as const satisfies Schedule

/** min(1, B·a·n^b / η). */
function stable(
  options: Parameters<Schedule['factor']>[0],
  { step, batch, learningRate }: SchedulePosition,
): number {
  const seen = (step + 1) * batch
  const rate = batch * numberOption(power, options, 'a') * raised(seen, numberOption(power, options, 'b'))
  return Math.min(1, rate / learningRate)
}
