// Stochastic weight averaging: the plain mean of the weights at ends of epochs, late in training.
import { numberOption } from '../options.js'
import { validateSchema, type Averaging } from './averaging.js'

/**
 * Up to the start the average is the weights; from there on ā ← (n·ā + w) / (n + 1) at the end of every `every`-th epoch, n = 1, 2, ….
 * Running statistics are averaged too, where the paper recomputes them by a pass over the data.
 */
export const swa = {
  role: 'averaging',
  kind: 'swa',
  summary:
    'Mean of the weights at ends of epochs in the last share of training (stochastic weight averaging).',
  options: {
    start: {
      type: 'number',
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0.75,
      description: 'Share of training after which averaging begins.',
      'x-open': true,
      'x-shorthand': true,
      'x-scale': true,
    },
    every: {
      type: 'integer',
      minimum: 1,
      default: 1,
      description: 'Epochs from one model that is taken up to the next.',
      'x-open': true,
      'x-scale': true,
    },
    validate: validateSchema,
  },
  required: [],
  reference:
    'Izmailov et al., Averaging weights leads to wider optima and better generalization, UAI 2018, algorithm 1',
  share: (options, { step, total, stepsPerEpoch }): number => {
    const start = Math.round(numberOption(swa, options, 'start') * total)
    const since = step + 1 - start
    const cycle = numberOption(swa, options, 'every') * stepsPerEpoch
    if (since <= 0) return 1
    return since % cycle === 0 ? 1 / (since / cycle + 1) : 0
  },
} as const satisfies Averaging
