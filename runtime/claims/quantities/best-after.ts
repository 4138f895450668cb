// `on: { best_after: { metric, trials } }`: the best value among a search's first trials.
import type { Quantity } from './quantity.js'
import { bestOf, searches } from '../../statistics/tidy-rows.js'

/** Trials in the order of their numbers; a search that ended earlier (its space used up) counts with what it has. */
export const bestAfter: Quantity = {
  kind: 'best_after',
  phase: 'tune',
  summary: 'The best tuning value among the first trials of a search.',
  options: {
    trials: { type: 'integer', minimum: 1, description: 'How many trials of each search count.' },
  },
  required: ['trials'],
  describe: (metric, { trials }) => `best tuning ${metric} after ${String(trials)} trials`,
  cells: ({ rows, metric, direction, options }) =>
    searches(rows, metric).map(({ cell, values }) => ({
      ...cell,
      value: bestOf(values.slice(0, Number(options['trials'])), direction),
    })),
}
