// What TPE has seen: trials in order, their values, and a column for each decision that any of them met.
import type { Decision } from '../../space/decision.js'
import type { Choice } from '../../space/replay.js'
import type { Column } from './column.js'
import { columnKey, emptyColumn, enter } from './column.js'
import { placeAmong } from './insertion.js'

/** One trial. */
interface Row {
  readonly columns: readonly Column[]
  /** Oriented so that less is better; absent while pending and where the trial failed. */
  value: number | undefined
  finished: boolean
}

/** A fold of events; rows are numbered in the order in which trials were seen. */
export interface Observations {
  readonly rows: Row[]
  readonly rowOf: Map<number, number>
  readonly columns: Map<string, Column>
  /** Rows that have a value, best first; equal ones in order. */
  readonly ranking: number[]
  finished: number
  /** Columns that occur together in the trials that have a value: each such trial met all of a group or none of it. */
  groups: readonly (readonly Column[])[]
}

/** Nothing seen. */
export const noObservations = (): Observations => ({
  rows: [],
  rowOf: new Map(),
  columns: new Map(),
  ranking: [],
  finished: 0,
  groups: [],
})

/** Whether a trial was seen. */
export const isKnown = (observations: Observations, trial: number): boolean => observations.rowOf.has(trial)

/** Enters a pending trial with its choices. */
export function addTrial(observations: Observations, trial: number, choices: readonly Choice[]): void {
  const row = observations.rows.length
  const columns = choices.map(({ decision, value }) => {
    const column = knownColumn(observations, decision) ?? emptyColumn(decision)
    observations.columns.set(columnKey(decision), column)
    enter(column, row, value)
    return column
  })
  observations.rows.push({ columns, value: undefined, finished: false })
  observations.rowOf.set(trial, row)
}

/** The column of a decision that some trial met. */
export const knownColumn = (observations: Observations, decision: Decision): Column | undefined =>
  observations.columns.get(columnKey(decision))

/** Enters a trial's end. `value` is absent where it failed: then it stays among the worse ones for good. */
export function finishTrial(observations: Observations, trial: number, value: number | undefined): void {
  const index = observations.rowOf.get(trial)
  const row = index === undefined ? undefined : observations.rows[index]
  if (index === undefined || row === undefined || row.finished) return
  row.finished = true
  observations.finished += 1
  if (value === undefined) return
  row.value = value
  rank(observations, index, value)
  for (const column of row.columns) column.valued += 1
  observations.groups = splitGroups(observations.groups, row.columns)
}

function rank({ rows, ranking }: Observations, index: number, value: number): void {
  const place = placeAmong(ranking, (other) => {
    const otherValue = rows[other]?.value ?? 0
    return otherValue < value || (otherValue === value && other < index)
  })
  ranking.splice(place, 0, index)
}

/** Each group parts into what the trial met and what it did not; what no group has becomes one of its own (Optuna's group decomposition). */
function splitGroups(
  groups: readonly (readonly Column[])[],
  met: readonly Column[],
): readonly (readonly Column[])[] {
  const left = new Set(met)
  const parts = groups.flatMap((group) => {
    const inside = group.filter((column) => left.has(column))
    for (const column of inside) left.delete(column)
    if (inside.length === 0 || inside.length === group.length) return [group]
    return [inside, group.filter((column) => !inside.includes(column))]
  })
  return left.size === 0 ? parts : [...parts, [...left]]
}

/** Rows of good trials and of the others, each in order. */
export interface Partition {
  readonly below: readonly number[]
  readonly above: readonly number[]
}

/** The `below` best rows with a value, and all others, pending ones where `withPending` says so. */
export function partition({ rows, ranking }: Observations, below: number, withPending: boolean): Partition {
  const good = new Set(ranking.slice(0, below))
  const above: number[] = []
  rows.forEach((row, index) => {
    if (!good.has(index) && (row.finished || withPending)) above.push(index)
  })
  return { below: [...good].sort((a, b) => a - b), above }
}
