// What a search is about: an arm on one unit of the tuning phase.
import type { Arm } from '../experiment.js'
import type { Unit } from '../protocols/protocol.js'
import type { PreparedTask } from './study-context.js'

/** Fixed facts of one search. */
export interface SearchSetup {
  readonly arm: Arm
  readonly armIndex: number
  readonly task: PreparedTask
  readonly unit: Unit
}
