// The final table: arms by metrics, mean and interval.
import type { Result } from '../../schemas/result.js'
import { plural, showFigure } from './numbers.js'
import { columnsOf, type Table } from './table.js'

/** Evaluation first, then the best of tuning for the objectives, which is optimistic and says so. */
export function finalTable({ arms, objective }: Result): Table {
  const entries = Object.entries(arms)
  const metrics = order(
    entries.flatMap(([, { summary }]) => Object.keys(summary.evaluation)),
    objective,
  )
  const tuned = order(
    entries.flatMap(([, { summary }]) => Object.keys(summary.tuning)),
    objective,
  )
  const counts = entries.flatMap(([, { summary }]) => Object.values(summary.evaluation).map(({ n }) => n))
  const units = counts.length === 0 ? 0 : Math.max(...counts)
  return {
    title: 'Arms',
    caption: `Mean over ${plural(units, 'unit')} with its 95 % t interval. Tuning is the best value that the search saw, on the rows that select.`,
    columns: columnsOf('arm', [...metrics, ...tuned.map((metric) => `${metric} (tuning)`)]),
    rows: entries.map(([name, { summary }]) => [
      name,
      ...metrics.map((metric) => figure(summary.evaluation[metric])),
      ...tuned.map((metric) => figure(summary.tuning[metric])),
    ]),
  }
}

const figure = (value: Parameters<typeof showFigure>[0] | undefined): string =>
  value === undefined ? '–' : showFigure(value)

/** Objectives first, the rest by name. */
function order(metrics: readonly string[], objective: Result['objective']): readonly string[] {
  const place = (metric: string): number => {
    const found = objective.findIndex((one) => one.metric === metric)
    return found < 0 ? objective.length : found
  }
  return [...new Set(metrics)].sort((a, b) => place(a) - place(b) || (a < b ? -1 : 1))
}
