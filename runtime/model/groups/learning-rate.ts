// Parameters with a learning rate of their own.
import { numberOption } from '../options.js'
import { patternsSchema, timesSchema, type Group, type Treatment } from './group.js'

/** η·k for the parameters that match, decay that is decoupled included: it is a share of the step. */
export const learningRate = {
  role: 'group',
  kind: 'learning_rate',
  summary: 'Multiplies the learning rate of parameters.',
  options: {
    of: patternsSchema,
    times: timesSchema({ exclusiveMinimum: 0 }, 'What the learning rate is multiplied by.'),
  },
  required: ['of', 'times'],
  treat: (options): Treatment => ({ learningRate: numberOption(learningRate, options, 'times') }),
} as const satisfies Group
