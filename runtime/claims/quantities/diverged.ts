// `on: { diverged: { metric } }`: whether trainings of the selected configuration blow up.
import { cellsBy } from '../../statistics/tidy-rows.js'
import type { Quantity } from './quantity.js'

/** 1 for a training seed of which a training diverged, 0 where all completed; no value where one failed in another way. */
export const diverged: Quantity = {
  kind: 'diverged',
  phase: 'evaluate',
  summary: 'The share of trainings of the selected configuration that diverged; fewer are better.',
  direction: 'minimize',
  options: {},
  required: [],
  describe: () => 'share of diverged trainings',
  cells: ({ rows }) =>
    cellsBy(
      rows.filter(({ phase }) => phase === 'evaluate'),
      ({ seed }) => seed,
    ).map(({ cell, key, rows: ours }) => ({
      ...cell,
      seed: key,
      value: valueOf(ours.map(({ end }) => end)),
    })),
}

function valueOf(ends: readonly string[]): number | undefined {
  if (ends.includes('diverged')) return 1
  return ends.every((end) => end === 'completed') ? 0 : undefined
}
