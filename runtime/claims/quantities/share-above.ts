// `on: { share_above: { metric, threshold } }`: how much of its budget a search spends on good configurations.
import type { Quantity } from './quantity.js'
import { searches } from '../../statistics/tidy-rows.js'

/** A trial without a value is not above; where less is better, values below the threshold count. */
export const shareAbove: Quantity = {
  kind: 'share_above',
  phase: 'tune',
  summary: 'The share of trials whose tuning value is better than a threshold.',
  options: {
    threshold: { type: 'number', description: 'The value to beat.' },
    trials: {
      type: 'integer',
      minimum: 1,
      description: 'How many trials of each search count; all where absent.',
    },
  },
  required: ['threshold'],
  describe: (metric, { threshold }) =>
    `share of trials with tuning ${metric} better than ${String(threshold)}`,
  cells: ({ rows, metric, direction, options }) => {
    const threshold = Number(options['threshold'])
    const trials = options['trials'] === undefined ? undefined : Number(options['trials'])
    const good = (value: number | undefined): boolean =>
      value !== undefined && (direction === 'maximize' ? value > threshold : value < threshold)
    return searches(rows, metric).map(({ cell, values }) => {
      const counted = values.slice(0, trials)
      return {
        ...cell,
        value: counted.length === 0 ? undefined : counted.filter(good).length / counted.length,
      }
    })
  },
}
