// One decision over all trials: where each trial stands on its axis, in order of trials and in order of position.
import type { Decision, Value } from '../../space/decision.js'
import type { Axis } from './axis.js'
import { axisOf } from './axis.js'
import { placeAmong } from './insertion.js'

/** A decision of one path and one domain, and the trials that met it. `row` numbers trials in the order in which they were seen. */
export interface Column {
  readonly axis: Axis
  /** Coordinate by row; NaN where the trial did not meet the decision, or ends before it. */
  readonly coordinates: number[]
  /** Rows that met the decision, by position on the axis, then by row. */
  readonly order: number[]
  /** Finished trials with a value that met it. */
  valued: number
  /** By row: a bandwidth, and the log of the mass that a kernel so wide keeps inside the axis. Kept to save time. */
  readonly deviations: number[]
  readonly logMasses: number[]
}

/** The column of a decision, without trials. */
export const emptyColumn = (decision: Decision): Column => ({
  axis: axisOf(decision.domain),
  coordinates: [],
  order: [],
  valued: 0,
  deviations: [],
  logMasses: [],
})

/** Enters a trial's value. */
export function enter(column: Column, row: number, value: Value): void {
  const coordinate = column.axis.coordinate(value)
  const place = placeAmong(column.order, (other) => (column.coordinates[other] ?? 0) <= coordinate)
  column.order.splice(place, 0, row)
  for (let absent = column.coordinates.length; absent < row; absent += 1) column.coordinates.push(NaN)
  column.coordinates.push(coordinate)
}

/** Whether a trial met the decision. */
export const hasMet = ({ coordinates }: Column, row: number): boolean =>
  !Number.isNaN(coordinates[row] ?? NaN)

/** A key that is equal exactly for decisions of one path and one domain. */
export const columnKey = ({ path, domain }: Decision): string => `${path}\n${JSON.stringify(domain)}`
