// One decision over all trials: where each trial stands on its axis, in order of trials and in order of position.
import type { Decision, Value } from '../../space/decision.js'
import type { Axis } from './axis.js'
import { axisOf } from './axis.js'

/** A decision of one path and one domain, and the trials that met it. `row` numbers trials in the order in which they were seen. */
export interface Column {
  readonly axis: Axis
  /** Coordinate by row; absent where the trial did not meet the decision. */
  readonly coordinates: Map<number, number>
  /** Rows that met the decision, by position on the axis, then by row. */
  readonly order: number[]
  /** Finished trials with a value that met it. */
  valued: number
  /** By row: log of the mass that a kernel of the remembered bandwidth keeps inside the axis. Follows from both, kept to save time. */
  readonly masses: Map<number, { deviation: number; log: number }>
}

/** The column of a decision, without trials. */
export const emptyColumn = (decision: Decision): Column => ({
  axis: axisOf(decision.domain),
  coordinates: new Map(),
  order: [],
  valued: 0,
  masses: new Map(),
})

/** Enters a trial's value. */
export function enter(column: Column, row: number, value: Value): void {
  const coordinate = column.axis.coordinate(value)
  let low = 0
  let high = column.order.length
  while (low < high) {
    const middle = (low + high) >> 1
    const other = column.coordinates.get(column.order[middle] ?? -1) ?? 0
    if (other <= coordinate) low = middle + 1
    else high = middle
  }
  column.order.splice(low, 0, row)
  column.coordinates.set(row, coordinate)
}

/** A key that is equal exactly for decisions of one path and one domain. */
export const columnKey = ({ path, domain }: Decision): string => `${path}\n${JSON.stringify(domain)}`
