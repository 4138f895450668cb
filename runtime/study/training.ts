// What a search or an evaluation asks for: one training, up to a fidelity.
import type { RecordedTraining } from '../store/record.js'
import type { Phase, RowSets } from '../protocols/protocol.js'
import type { Played } from './roles.js'
import type { ProcedureDefinition } from '../procedures/procedure.js'
import type { Specified } from '../space/search-space.js'

/** A stretch of a training that someone needs. Equal `training` and `to`: equal results, trained once. */
export interface Demand {
  /** Identity of the training. */
  readonly training: string
  readonly from: number
  readonly to: number
  readonly maximum: number
  readonly arm: string
  readonly task: string
  readonly phase: Phase
  readonly specified: Specified
  readonly seed: number
  readonly rows: RowSets
  readonly procedure: Played<ProcedureDefinition>
  /** Training whose checkpoint it starts from, where that is not its own. */
  readonly parent?: string
  /** Whether its state at `to` must be kept. */
  readonly keep: boolean
  /** Dispatched first where smaller, compared member by member. It decides when, never what. */
  readonly priority: readonly number[]
}

/** One training of a trial or an evaluation: which seed, which inner fold. */
export type TrainingPlace = Pick<RecordedTraining, 'seed' | 'inner'>

/** Members compared in turn. */
export function comparePriority(a: readonly number[], b: readonly number[]): number {
  for (let place = 0; place < Math.max(a.length, b.length); place += 1) {
    const difference = (a[place] ?? 0) - (b[place] ?? 0)
    if (difference !== 0) return difference
  }
  return 0
}
