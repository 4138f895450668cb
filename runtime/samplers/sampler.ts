// The contract of samplers: who proposes configurations. What they cost, where they run and how far they are trained is not theirs.
import type { Definition } from '../../schemas/definition.js'
import type { RandomStream } from '../support/random.js'
import type { Configuration } from '../space/decision.js'
import type { SearchEvent } from '../space/search-event.js'
import type { SearchSpace } from '../space/search-space.js'

/** One objective as a sampler sees it. */
export interface SamplerObjective {
  readonly metric: string
  readonly direction: 'maximize' | 'minimize'
  /** Range that the metric cannot leave, where it has one. */
  readonly bounds?: readonly [number, number]
}

/** Fixed facts of one search: one arm, task, replicate and outer fold. */
export interface SearchContext {
  readonly space: SearchSpace
  readonly objectives: readonly SamplerObjective[]
  /** Trials that will be proposed at most. */
  readonly trials: number
  /** Options of the sampler, defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>
}

/** Answer to a request for work. */
export type Proposal =
  | { readonly kind: 'configuration'; readonly configuration: Configuration; readonly note?: string }
  /** Nothing now; ask again after the next event. */
  | { readonly kind: 'wait' }
  /** Nothing ever again (a finite space is used up). */
  | { readonly kind: 'exhausted' }

/**
 * A sampler. `State` is private to it, changed in place by `observe`, and a fold of events and nothing else: replaying the
 * events gives the same state. `propose` draws only from the stream it is given, which is keyed by the trial, so proposal k
 * depends on the events seen and on k alone. Every proposal satisfies the space's constraints (redraw, bounded).
 */
export interface SamplerDefinition<State = unknown> extends Definition {
  readonly role: 'sampler'
  /** false: results are ignored, so there is no window of pending results. */
  readonly adaptive: boolean
  /**
   * false: proposal k does not depend on how many trials there will be, so that a run may be extended. Absent: it may depend,
   * and an extension is refused.
   */
  readonly dependsOnBudget?: boolean
  /** Why this sampler cannot take this space or these objectives, in one sentence; reported at the sampler's line. */
  refuses(context: SearchContext): string | undefined
  start(context: SearchContext): State
  observe(state: State, event: SearchEvent): void
  propose(state: State, random: RandomStream): Proposal
}
