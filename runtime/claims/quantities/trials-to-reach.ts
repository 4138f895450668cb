// `on: { trials_to_reach: { metric, threshold } }`: how soon a search finds something good enough.
import { searches } from '../../statistics/tidy-rows.js'
import type { Quantity } from './quantity.js'

/** A search that never reaches the threshold counts as one trial more than it spent, so that it is worse than any that did. */
export const trialsToReach: Quantity = {
  kind: 'trials_to_reach',
  phase: 'tune',
  summary: 'The number of trials up to the first whose tuning value reaches a threshold; fewer are better.',
  direction: 'minimize',
  options: {
    threshold: { type: 'number', description: 'The value to reach.' },
  },
  required: ['threshold'],
  describe: (metric, { threshold }) => `trials until tuning ${metric} reaches ${String(threshold)}`,
  cells: ({ rows, metric, direction, options }) => {
    const threshold = Number(options['threshold'])
    const reaches = (value: number | undefined): boolean =>
      value !== undefined && (direction === 'maximize' ? value >= threshold : value <= threshold)
    return searches(rows, metric).map(({ cell, values }) => {
      const first = values.findIndex(reaches)
      return { ...cell, value: (first < 0 ? values.length : first) + 1 }
    })
  },
}
