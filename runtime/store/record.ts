// The records of a run's journal: everything that ever happened, as plain data, one kind a fact.
// Their fold is the state of the study (`replay.ts`); how they are kept on disk is the journal's affair.
import type { Json } from '../../schemas/json.js'

/** Version of the record format; a journal of a newer one is refused. */
export const recordVersion = 1

/** How a segment, a training or a trial ended. */
export type RecordedEnd =
  | 'completed'
  | 'pruned'
  | 'diverged'
  | 'invalid'
  | 'failed'
  | 'timed_out'
  | 'out_of_memory'
  | 'preempted'
  | 'cancelled'

/** All choices of one candidate, keyed by decision path. */
export type RecordedConfiguration = Readonly<Record<string, Json>>

/** One search: an arm on one task, replicate and outer fold. */
export interface SearchKey {
  readonly arm: string
  readonly task: string
  readonly replicate: number
  readonly fold: number
}

/** One number that was measured. */
export interface RecordedMeasurement {
  readonly metric: string
  readonly value: number
  readonly fidelity: number
  readonly on: 'train' | 'stop' | 'select' | 'measure'
}

/** A segment's result; `training` is the identity of what was trained, from the start to `to`. */
export interface RecordedSegment {
  readonly training: string
  readonly from: number
  readonly to: number
  readonly end: RecordedEnd
  readonly measurements: readonly RecordedMeasurement[]
  readonly message?: string
  readonly measured: Readonly<Record<string, number | string>>
}

/** A training as a trial or an evaluation uses it. */
export interface RecordedTraining {
  readonly training: string
  readonly seed: number
  /** Inner fold. */
  readonly inner: number
  /** Fidelity reached. */
  readonly fidelity: number
  readonly end: RecordedEnd
}

export interface RunStarted {
  readonly kind: 'run-started'
  readonly version: number
  readonly name: string
  readonly seed: number
  readonly source: { readonly path: string; readonly bytesSha256: string; readonly resolvedSha256: string }
  readonly arms: readonly string[]
  readonly objectives: readonly { readonly metric: string; readonly direction: 'maximize' | 'minimize' }[]
  /** Declared trials an arm and search; 0 for a fixed arm. */
  readonly budgets: Readonly<Record<string, number>>
  readonly numerics: string
  /** Digests of files that trainings depend on without our reading them, by their paths from the project folder. */
  readonly inputs?: Readonly<Record<string, string>>
}

/** A later process took the run up again. */
export interface RunResumed {
  readonly kind: 'run-resumed'
  /** Segments that were leased to workers which no longer exist. */
  readonly abandoned: readonly number[]
  /** Numerics class of the machine that goes on, where it is another one and that was accepted. */
  readonly numerics?: string
}

export interface DataPrepared {
  readonly kind: 'data-prepared'
  readonly tasks: readonly PreparedData[]
}

/** Data as they were found. */
export interface PreparedData {
  readonly name: string
  readonly digest: string
  readonly rows: number
  /** Digest of how their rows are dealt into pools; absent in journals that were written before it was kept. */
  readonly pools?: string
}

export interface TrialProposed extends SearchKey {
  readonly kind: 'trial-proposed'
  readonly trial: number
  /** The scheduler's number; differs from `trial` once an invalid trial was replaced. */
  readonly ticket: number
  readonly origin: 'sampler' | 'enqueue'
  /** Results that the search had seen when it proposed; a replay proposes at the same point. */
  readonly seen: number
  readonly configuration: RecordedConfiguration
  readonly note?: string
}

/** `order: arrival` only: the trial whose result was taken next. */
export interface ResultObserved extends SearchKey {
  readonly kind: 'result-observed'
  readonly trial: number
  readonly to: number
}

/** A lease: the segments were handed to a worker under a fencing number that is never used again. None: an export. */
export interface SegmentDispatched {
  readonly kind: 'segment-dispatched'
  readonly fence: number
  readonly attempt: number
  readonly segments: readonly { readonly training: string; readonly from: number; readonly to: number }[]
}

export interface SegmentFinished extends RecordedSegment {
  readonly kind: 'segment-finished'
  /** Lease under which it was trained; absent for procedures that need no worker and for reuse. */
  readonly fence?: number
  /** Name of the run directory that trained it, where it was not this run. */
  readonly reusedFrom?: string
}

/** A worker was lost; its lease has ended and its segments will be tried again, or given up. */
export interface WorkerLost {
  readonly kind: 'worker-lost'
  readonly fence: number
  readonly cause: 'out_of_memory' | 'timed_out' | 'stalled' | 'signal' | 'crash' | 'cancelled'
  readonly message: string
  readonly retried: boolean
}

/** A result that arrived after its lease had ended: evidence, never applied. */
export interface LateResult {
  readonly kind: 'late-result'
  readonly fence: number
  readonly segment: RecordedSegment
}

export interface TrialFinished extends SearchKey {
  readonly kind: 'trial-finished'
  readonly trial: number
  readonly end: RecordedEnd
  /** Whether it counts towards the budget. */
  readonly counted: boolean
  readonly trainings: readonly RecordedTraining[]
  /** The first objective, one a training; empty where the trial has no value. */
  readonly values: readonly number[]
  readonly parameters: number
  readonly flops: number
}

export interface SearchFinished extends SearchKey {
  readonly kind: 'search-finished'
  readonly reason: 'budget' | 'exhausted' | 'fixed'
  readonly trials: number
}

export interface Selected extends SearchKey {
  readonly kind: 'selected'
  /** Absent for a fixed arm, and where no trial had a value. */
  readonly trial?: number
  readonly configuration?: RecordedConfiguration
}

export interface Evaluated extends SearchKey {
  readonly kind: 'evaluated'
  /** Number of the evaluation unit among those of its search. */
  readonly unit: number
  readonly pairKey: string
  readonly trial?: number
  readonly trainings: readonly RecordedTraining[]
}

export interface ClaimConcluded {
  readonly kind: 'claim-concluded'
  readonly id: string
  readonly conclusion: Readonly<Record<string, Json>>
}

export interface ModelExported {
  readonly kind: 'model-exported'
  readonly arm: string
  /** Relative to the run directory; absent where no model could be deployed. */
  readonly file?: string
  readonly refit: 'all' | 'tune' | 'none'
  readonly training?: string
  /** Where its configuration was selected, and the seed it was trained with: with `refit: none` a reported measurement. */
  readonly task?: string
  readonly replicate?: number
  readonly seed?: number
  readonly sha256?: string
  readonly message?: string
}

export interface RunInterrupted {
  readonly kind: 'run-interrupted'
  readonly message: string
}

export interface RunFinished {
  readonly kind: 'run-finished'
  readonly status: 'finished' | 'failed'
  readonly message?: string
}

/** One fact of a run. */
export type JournalRecord =
  | RunStarted
  | RunResumed
  | DataPrepared
  | TrialProposed
  | ResultObserved
  | SegmentDispatched
  | SegmentFinished
  | WorkerLost
  | LateResult
  | TrialFinished
  | SearchFinished
  | Selected
  | Evaluated
  | ClaimConcluded
  | ModelExported
  | RunInterrupted
  | RunFinished
