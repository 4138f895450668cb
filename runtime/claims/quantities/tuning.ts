// `on: tuning.<metric>`: the best value that tuning saw, over all trials of a search.
import type { Quantity } from './quantity.js'
import { bestOf, searches } from '../../statistics/tidy-rows.js'

/** A claim about the search: selected on the very rows it is measured on, so optimistic by construction. */
export const tuning: Quantity = {
  kind: 'tuning',
  phase: 'tune',
  summary: 'The best value that tuning saw.',
  options: {},
  required: [],
  describe: (metric) => `best tuning ${metric}`,
  cells: ({ rows, metric, direction }) =>
    searches(rows, metric).map(({ cell, values }) => ({ ...cell, value: bestOf(values, direction) })),
}
