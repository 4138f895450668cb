// The contract of schedulers: who allocates fidelity to trials. Samplers propose, schedulers decide how far.
import type { Definition } from '../../schemas/definition.js'
import type { Configuration } from '../space/decision.js'
import type { SearchEvent } from '../space/search-event.js'

/** Fixed facts of one search for a scheduler. */
export interface ScheduleContext {
  readonly trials: number
  /** The declared fidelity; absent: every training runs to its end in one segment, `{ from: 1, to: 1 }`. */
  readonly fidelity: { readonly name: string; readonly from: number; readonly to: number }
  readonly direction: 'maximize' | 'minimize'
  readonly options: Readonly<Record<string, unknown>>
}

/** What to do next. */
export type ScheduleDecision =
  /** Ask the sampler for a new trial and train it to `fidelity`. */
  | { readonly kind: 'start'; readonly fidelity: number }
  /** Continue a paused trial from its checkpoint. */
  | { readonly kind: 'promote'; readonly trial: number; readonly to: number }
  /** Copy the checkpoint of `from` into `into`, which goes on with `configuration`. */
  | {
      readonly kind: 'exploit'
      readonly from: number
      readonly into: number
      readonly configuration: Configuration
      readonly to: number
    }
  /** Give a paused trial up; its end is `pruned`. */
  | { readonly kind: 'stop'; readonly trial: number }
  /** Nothing until the next event. */
  | { readonly kind: 'wait' }

/** A scheduler; its state obeys the same law as a sampler's: a fold of events. */
export interface SchedulerDefinition<State = unknown> extends Definition {
  readonly role: 'scheduler'
  /** false: decisions do not depend on results, so there is no window of pending results. Absent: true. */
  readonly adaptive?: boolean
  /** false: what it decided for the first trials stands whatever the budget, so that a run may be extended. Absent: true. */
  readonly dependsOnBudget?: boolean
  start(context: ScheduleContext): State
  observe(state: State, event: SearchEvent): void
  decide(state: State): ScheduleDecision
}
