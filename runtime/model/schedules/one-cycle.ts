// One rise to the full rate and one long way down to almost nothing.
import { numberOption, textOption } from '../options.js'
import type { Schedule } from './schedule.js'
import { between, heightOf, progressOf, shapeSchema } from './shapes.js'

/**
 * From 1 / `divisor` up to 1 in the first share of the steps, then down to 1 / (`divisor`·`final_divisor`) at the horizon. The learning
 * rate is the peak. Momentum is left alone. Defaults are those of the implementations in wide use (fastai, PyTorch): 0.3, 25, 10⁴, cosine.
 */
export const oneCycle = {
  role: 'schedule',
  kind: 'one_cycle',
  summary: 'Raises the learning rate to its full value once, then lowers it far below where it began.',
  options: {
    rise: {
      type: 'number',
      exclusiveMinimum: 0,
      exclusiveMaximum: 1,
      default: 0.3,
      description: 'Share of all steps in which the rate rises.',
      'x-open': true,
      'x-shorthand': true,
      'x-scale': true,
    },
    divisor: {
      type: 'number',
      minimum: 1,
      default: 25,
      description: 'Full rate over first rate.',
      'x-open': true,
      'x-scale': true,
    },
    final_divisor: {
      type: 'number',
      minimum: 1,
      default: 10000,
      description: 'First rate over last rate.',
      'x-open': true,
      'x-scale': true,
    },
    shape: {
      ...shapeSchema,
      enum: ['linear', 'cosine'],
      default: 'cosine',
      description: 'How the rate goes up and down.',
    },
  },
  required: [],
  reference: 'Smith and Topin, Super-convergence: very fast training of neural networks, 2018, section 3',
  factor: (options, { step, total }): number => {
    const shape = textOption(oneCycle, options, 'shape')
    const first = 1 / numberOption(oneCycle, options, 'divisor')
    const rising = Math.round(numberOption(oneCycle, options, 'rise') * total)
    if (step < rising) return between(first, 1 - heightOf(shape, progressOf(step, 0, rising)))
    const last = first / numberOption(oneCycle, options, 'final_divisor')
    return between(last, heightOf(shape, progressOf(step, rising, total)))
  },
} as const satisfies Schedule
