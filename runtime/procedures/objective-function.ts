// The contract of the functions that a `function` procedure calls.
import type { Phase, Rows } from '../protocols/protocol.js'
import type { Value } from '../space/decision.js'

/** What a function is told of the training that it carries out. */
export interface ObjectiveCall {
  /** Everything random in it should follow from this. */
  readonly seed: number
  /** How far to train: of the declared `fidelity:`, else 1. */
  readonly fidelity: number
  /** The largest fidelity of any training: where schedules end. */
  readonly maximum: number
  readonly phase: Phase
  readonly arm: string
  readonly task: string
  /** Row numbers of the data, by purpose; those of the evaluation do not exist while tuning. */
  readonly rows: Readonly<{ train: Rows; stop?: Rows; select?: Rows; measure?: Rows }>
  /** Aborted when the time limit of `resources:` is reached; a function that goes on is ended with its process. */
  readonly signal: AbortSignal
  /** Says how far the training is and what was measured so far: progress, not a result. */
  readonly report: (metrics: Readonly<Record<string, number>>, fidelity?: number) => void
}

/** Metrics by name, or one number where one metric is asked for. */
export type ObjectiveValue = number | Readonly<Record<string, number>>

/** Carries out one training of a configuration (hyperparameters by name) and measures it. */
export type ObjectiveFunction = (
  configuration: Readonly<Record<string, Value>>,
  call: ObjectiveCall,
) => ObjectiveValue | Promise<ObjectiveValue>
