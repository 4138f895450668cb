// `on: <metric>`: what the selected configuration measured on the evaluation rows.
import type { Quantity } from './quantity.js'
import { cellsBy, finalMean } from '../../statistics/tidy-rows.js'

/** One value a training seed; several folds or units of a seed are averaged. */
export const evaluation: Quantity = {
  kind: 'evaluation',
  phase: 'evaluate',
  summary: 'A metric of the selected configuration on the evaluation pool.',
  options: {},
  required: [],
  describe: (metric) => metric,
  cells: ({ rows, metric }) =>
    cellsBy(
      rows.filter(({ phase }) => phase === 'evaluate'),
      ({ seed }) => seed,
    ).map(({ cell, key, rows: ours }) => ({ ...cell, seed: key, value: finalMean(ours, metric) })),
}
