// The state of a study, as the fold of its records keeps it, and the tidy outcome that reports, claims and result files read.
import type {
  PreparedData,
  ClaimConcluded,
  Evaluated,
  ModelExported,
  RecordedConfiguration,
  RecordedEnd,
  RecordedSegment,
  RecordedTraining,
  RunStarted,
  SearchFinished,
  SearchKey,
  Selected,
  SegmentFinished,
} from './record.js'

/** A proposed trial and what is known of it. */
export interface TrialState extends SearchKey {
  readonly trial: number
  readonly ticket: number
  readonly origin: 'sampler' | 'enqueue'
  readonly seen: number
  readonly configuration: RecordedConfiguration
  readonly note?: string
  /** Absent while it runs. */
  readonly end?: RecordedEnd
  readonly counted: boolean
  readonly trainings: readonly RecordedTraining[]
  /** The first objective, one a training; empty where the trial has no value. */
  readonly values: readonly number[]
  readonly parameters: number
  readonly flops: number
}

/** Trials of one search by number, and how it ended. */
export interface SearchState {
  readonly key: SearchKey
  readonly trials: Map<number, TrialState>
  /** `order: arrival`: what was observed, in order. */
  readonly observed: { readonly trial: number; readonly to: number }[]
  finished?: SearchFinished
}

/** What the records so far amount to. Changed in place by `applyRecord` alone. */
export interface StudyState {
  started?: RunStarted
  status: 'running' | 'interrupted' | 'finished' | 'failed'
  message?: string
  data: readonly PreparedData[]
  readonly searches: Map<string, SearchState>
  /** Results by {@link segmentKeyOf}. */
  readonly segments: Map<string, SegmentFinished>
  /** Leases without a result yet, by fencing number. */
  readonly leases: Map<
    number,
    readonly { readonly training: string; readonly from: number; readonly to: number }[]
  >
  lastFence: number
  readonly selected: Map<string, Selected>
  readonly evaluated: Map<string, Evaluated>
  readonly claims: Map<string, ClaimConcluded>
  readonly models: Map<string, ModelExported>
  readonly late: { readonly fence: number; readonly segment: RecordedSegment }[]
  lostWorkers: number
  resumes: number
  /** Numerics classes other than the first that results come from. */
  readonly otherNumerics: Set<string>
}

/** A row of the data frame of all measurements. */
export interface MeasurementRow extends SearchKey {
  readonly phase: 'tune' | 'evaluate'
  /** Absent for a fixed arm. */
  readonly trial: number | null
  readonly seed: number
  readonly fidelity: number
  readonly metric: string
  /** null where the training ended without this number. */
  readonly value: number | null
  readonly end: RecordedEnd
  /** Units of different arms with one key are pairs; evaluation rows only. */
  readonly pairKey?: string
}

/** How much was done; `executed` and `reused` may differ between equal runs. */
export interface Counts {
  readonly trials: number
  readonly trainings: number
  readonly executed: number
  readonly reused: number
  readonly by_end: Readonly<Partial<Record<RecordedEnd, number>>>
}

/** A whole study as reports and claims see it: lists in a fixed order (replicate, arm, task, fold, trial), the same for equal results. */
export interface StudyOutcome {
  readonly name: string
  readonly seed: number
  readonly status: StudyState['status']
  readonly message?: string
  readonly source: RunStarted['source']
  readonly numerics: string
  readonly arms: readonly string[]
  readonly objectives: RunStarted['objectives']
  readonly data: StudyState['data']
  readonly trials: readonly TrialState[]
  readonly selected: readonly Selected[]
  readonly measurements: readonly MeasurementRow[]
  readonly claims: readonly ClaimConcluded[]
  readonly models: readonly ModelExported[]
  readonly counts: Counts
  /** Whether an equal run elsewhere must give these numbers, and why not. */
  readonly exact: { readonly holds: boolean; readonly because: readonly string[] }
  readonly lostWorkers: number
  readonly lateResults: number
  /** What may differ between equal runs, by training. */
  readonly measured: {
    readonly trainings: number
    readonly milliseconds: number
    /** Segments by the form in which they were trained: `population`, `single`; empty where nothing native was. */
    readonly forms: Readonly<Record<string, number>>
  }
}

/** Name of a search; usable as a key. */
export const searchKeyOf = (key: SearchKey): string =>
  JSON.stringify([key.task, key.replicate, key.fold, key.arm])

/** Name of a stretch of a training; usable as a key. */
export const segmentKeyOf = (segment: { readonly training: string; readonly to: number }): string =>
  `${segment.training}@${segment.to}`

/** Name of an evaluation unit; usable as a key. */
export const evaluationKeyOf = (key: SearchKey & { readonly unit: number }): string =>
  JSON.stringify([key.task, key.replicate, key.fold, key.arm, key.unit])
