// Tidy rows to the figures of one arm: means over units with their intervals.
// Owns what a table's number is; how it is printed is in numbers.ts.
import type { ResultArm, ResultFigure, ResultMeasurement } from '../../schemas/result.js'
import { mean } from '../statistics/moments.js'
import { tInterval } from '../statistics/t-test.js'
import { bestOf, cellsBy, finalMean, searches } from '../statistics/tidy-rows.js'

/** Level of the intervals in tables. */
export const tableLevel = 0.95

/** The figures of one arm; `rows` are that arm's alone. */
export function summarizeArm(
  rows: readonly ResultMeasurement[],
  objectives: readonly { readonly metric: string; readonly direction: 'maximize' | 'minimize' }[],
): ResultArm['summary'] {
  const evaluated = rows.filter(({ phase }) => phase === 'evaluate')
  const metrics = [...new Set(evaluated.map(({ metric }) => metric))].sort()
  const tuned = objectives.filter(({ metric }) =>
    rows.some((row) => row.phase === 'tune' && row.metric === metric),
  )
  return {
    tuning: Object.fromEntries(
      tuned.map(({ metric, direction }) => {
        const best = searches(rows, metric).map(({ cell, values }) => ({
          cell,
          value: bestOf(values, direction),
        }))
        return [metric, figureOf(byReplicate(best))]
      }),
    ),
    evaluation: Object.fromEntries(
      metrics.map((metric) => [metric, figureOf(evaluationValues(evaluated, metric))]),
    ),
  }
}

/** Mean and t interval of the units that have a value; the interval is null below two. */
export function figureOf(values: readonly (number | undefined)[]): ResultFigure {
  const known = values.filter((value) => value !== undefined)
  if (known.length === 0) return { mean: null, ci: null, n: 0 }
  if (known.length === 1) return { mean: mean(known), ci: null, n: 1 }
  return { mean: mean(known), ci: tInterval(known, tableLevel), n: known.length }
}

/** One value a replicate; one a seed where there is a single replicate. */
function evaluationValues(
  rows: readonly ResultMeasurement[],
  metric: string,
): readonly (number | undefined)[] {
  const cells = cellsBy(rows, ({ seed }) => seed).map(({ cell, rows: ours }) => ({
    cell,
    value: finalMean(ours, metric),
  }))
  const replicates = byReplicate(cells)
  return replicates.length === 1 ? cells.map(({ value }) => value) : replicates
}

/** Mean of each replicate's cells; undefined where one of them has no value. */
function byReplicate(
  cells: readonly { readonly cell: { readonly replicate: number }; readonly value: number | undefined }[],
): readonly (number | undefined)[] {
  const groups = new Map<number, (number | undefined)[]>()
  for (const { cell, value } of cells)
    groups.set(cell.replicate, [...(groups.get(cell.replicate) ?? []), value])
  return [...groups.values()].map((values) => {
    const known = values.filter((value) => value !== undefined)
    return known.length === values.length ? mean(known) : undefined
  })
}
