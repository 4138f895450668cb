// Parameters with a weight decay of their own: most often none for biases and gains.
import { numberOption } from '../options.js'
import { patternsSchema, timesSchema, type Group, type Treatment } from './group.js'

/** λ·k for the parameters that match. */
export const weightDecay = {
  role: 'group',
  kind: 'weight_decay',
  summary: 'Multiplies the weight decay of parameters; 0 takes it away.',
  options: {
    of: patternsSchema,
    times: {
      ...timesSchema({ minimum: 0 }, 'What the weight decay is multiplied by.'),
      default: 0,
    },
  },
  required: ['of'],
  treat: (options): Treatment => ({ weightDecay: numberOption(weightDecay, options, 'times') }),
} as const satisfies Group
