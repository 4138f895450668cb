// Tidy rows to searches, trials and cells: the grouping that claims and reports share.
// Owns what a trial's value is: the mean of its trainings at the fidelity each reached, if all completed.
import type { ResultMeasurement } from '../../schemas/result.js'

/** Where a value belongs. */
export interface Cell {
  readonly task: string
  readonly replicate: number
  readonly fold: number
}

interface Group<Key> {
  readonly cell: Cell
  readonly key: Key
  readonly rows: readonly ResultMeasurement[]
}

/** Groups rows by cell and a further key, in order of first appearance. */
export function cellsBy<Key extends number>(
  rows: readonly ResultMeasurement[],
  keyOf: (row: ResultMeasurement) => Key,
): readonly Group<Key>[] {
  const groups = new Map<string, { cell: Cell; key: Key; rows: ResultMeasurement[] }>()
  for (const row of rows) {
    const { task, replicate, fold } = row
    const key = keyOf(row)
    const name = JSON.stringify([task, replicate, fold, key])
    const group = groups.get(name) ?? { cell: { task, replicate, fold }, key, rows: [] }
    group.rows.push(row)
    groups.set(name, group)
  }
  return [...groups.values()]
}

/** Mean of a metric at the highest fidelity measured; undefined where a training there has no value or none was measured. */
export function finalMean(rows: readonly ResultMeasurement[], metric: string): number | undefined {
  const ours = rows.filter((row) => row.metric === metric)
  const highest = ours.reduce((most, { fidelity }) => Math.max(most, fidelity), 0)
  const values = ours.flatMap(({ fidelity, value }) => (fidelity === highest ? [value] : []))
  if (values.length === 0 || rows.some(({ value, end }) => value === null || end !== 'completed'))
    return undefined
  return values.reduce<number>((sum, value) => sum + (value ?? 0), 0) / values.length
}

/** Searches with the values of their trials in order; invalid trials are not counted, failed ones have no value. */
export function searches(
  rows: readonly ResultMeasurement[],
  metric: string,
): readonly { readonly cell: Cell; readonly values: readonly (number | undefined)[] }[] {
  const tuned = rows.filter(
    ({ phase, trial, end }) => phase === 'tune' && trial !== null && end !== 'invalid',
  )
  return cellsBy(tuned, () => 0).map(({ cell, rows: ours }) => {
    const trials = [...cellsBy(ours, ({ trial }) => trial ?? 0)].sort((a, b) => a.key - b.key)
    return { cell, values: trials.map((trial) => finalMean(trial.rows, metric)) }
  })
}

/** The best of the values there are. */
export function bestOf(
  values: readonly (number | undefined)[],
  direction: 'maximize' | 'minimize',
): number | undefined {
  const known = values.filter((value) => value !== undefined)
  if (known.length === 0) return undefined
  return direction === 'maximize' ? Math.max(...known) : Math.min(...known)
}
