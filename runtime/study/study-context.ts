// What all parts of one study share: facts of the experiment, its state, and the one way to add to the journal.
import type { Experiment } from '../experiment.js'
import type { ProtocolContext, RowSets } from '../protocols/protocol.js'
import type { Configuration } from '../space/decision.js'
import type { ProcedureDefinition } from '../procedures/procedure.js'
import type { SearchSpace, Specified } from '../space/search-space.js'
import type { JournalRecord } from '../store/record.js'
import type { StudyState } from '../store/state.js'
import type { Played } from './roles.js'
import type { Trainings } from './trainings.js'

/** One task with its data, ready. */
export interface PreparedTask {
  readonly name: string
  /** What the protocol is given for it. */
  readonly protocol: ProtocolContext
  /** Identity of data and preparation; empty for procedures without data of ours. */
  readonly data: string
}

export interface StudyContext {
  readonly experiment: Experiment
  /** Seed of this run: the experiment's, or that of the command line. */
  readonly seed: number
  readonly state: StudyState
  /** Appends a record and applies it to the state; durable with the next commit. */
  readonly append: (record: JournalRecord) => void
  readonly trainings: Trainings
  readonly numerics: string
  /** Digest of row sets; each object is digested once. */
  readonly rowsDigest: (rows: RowSets) => string
  /** Identity of what a configuration trains, by its procedure. */
  readonly subject: (specified: Specified, procedure: Played<ProcedureDefinition>) => string
  readonly specify: (space: SearchSpace, configuration: Configuration) => Specified
  /** Fidelity of a complete training, and of its start. */
  readonly fidelity: { readonly name: string; readonly from: number; readonly to: number }
  /** Wakes a producer that waits for results. */
  readonly wake: (producer: Producer) => void
}

/** Something that asks for trainings until it is done: a search, an evaluation. */
export interface Producer {
  readonly isDone: boolean
  /** Goes on for at most so many steps; true when it could go on without waiting. */
  advance(steps: number): boolean
}
