// The exponential moving average of the weights.
import { flagOption, numberOption } from '../options.js'
import { validateSchema, type Averaging } from './averaging.js'

/**
 * ā ← d·ā + (1 − d)·w. Polyak and Juditsky average all iterates alike; the exponential form is the one in common use. With `ramp` d is
 * min(decay, (1 + t) / (10 + t)), so that a short training does not end near its first weights (TensorFlow's `num_updates`).
 */
export const ema = {
  role: 'averaging',
  kind: 'ema',
  summary: 'Exponential moving average of the weights.',
  options: {
    decay: {
      type: 'number',
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0.999,
      description: 'Share of the average that is kept at each update.',
      'x-open': true,
      'x-shorthand': true,
      'x-scale': true,
    },
    ramp: {
      type: 'boolean',
      default: false,
      description: 'Whether less is kept at first: (1 + t) / (10 + t) until that passes the decay.',
    },
    validate: validateSchema,
  },
  required: [],
  reference:
    'Polyak and Juditsky, Acceleration of stochastic approximation by averaging, SIAM J. Control Optim. 30, 1992',
  share: (options, { step }): number => {
    const decay = numberOption(ema, options, 'decay')
    return 1 - (flagOption(ema, options, 'ramp') ? Math.min(decay, (2 + step) / (11 + step)) : decay)
  },
} as const satisfies Averaging
