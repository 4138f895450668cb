// The contract of engines: who carries out segments of trainings, in this process or elsewhere. An engine knows nothing of trials,
// samplers or phases; what a lost job means is decided above it.
import type { SegmentOutcome, SegmentRequest } from '../../procedures/procedure.js'

/** Work under one lease: segments of one structure, or the export of one model. */
export interface Job {
  /** Fencing number: never used twice, also not by a later process of the same run. */
  readonly fence: number
  readonly task: 'train' | 'export'
  readonly requests: readonly SegmentRequest[]
  /** Export: where the model goes. */
  readonly file?: string
  /** Hard limits, held by the parent of whoever executes. */
  readonly limits: JobLimits
}

export interface JobLimits {
  readonly seconds?: number
  /** Resident memory of the executing process. */
  readonly bytes?: number
  /** Longest silence: no progress message for so long counts as stalled. */
  readonly silenceSeconds: number
}

/** Why a worker was lost. */
export type LossCause = 'out_of_memory' | 'timed_out' | 'stalled' | 'signal' | 'crash' | 'cancelled'

export type EngineEvent =
  | { readonly kind: 'finished'; readonly fence: number; readonly outcomes: readonly SegmentOutcome[] }
  | { readonly kind: 'exported'; readonly fence: number; readonly problem?: string }
  | {
      readonly kind: 'progressed'
      readonly fence: number
      readonly training: string
      readonly fidelity: number
      readonly metrics: Readonly<Record<string, number>>
    }
  /** The worker is gone and so is the lease. */
  | { readonly kind: 'lost'; readonly fence: number; readonly cause: LossCause; readonly message: string }
  /** Outcomes of a lease that had ended. */
  | { readonly kind: 'late'; readonly fence: number; readonly outcomes: readonly SegmentOutcome[] }
  /** No job can be done here at all: the plan cannot be loaded, data are missing. */
  | { readonly kind: 'broken'; readonly message: string; readonly hint?: string }

export interface Engine {
  /** Jobs that can run at once. */
  readonly workers: number
  /** Jobs that could start now. */
  free(): number
  /** Starts a job; its end comes as an event. */
  submit(job: Job): void
  /** Ends a lease; no event follows for it, save a late one. */
  cancel(fence: number): void
  /** Events since the last call; waits for at least one. At least one job must be running. */
  next(): Promise<readonly EngineEvent[]>
  /** After a restart: which of these leases, given by an earlier process, are still being worked on. */
  reconcile(fences: readonly number[]): Promise<readonly number[]>
  close(): Promise<void>
}
