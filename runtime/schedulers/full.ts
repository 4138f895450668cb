// Full fidelity: every trial is trained to its end.
import type { SchedulerDefinition } from './scheduler.js'

/** Trials started so far. */
export interface State {
  readonly trials: number
  readonly fidelity: number
  readonly started: Set<number>
}

/** Starts one trial after the other at the greatest fidelity, and never stops one. */
export const full = {
  role: 'scheduler',
  kind: 'full',
  summary: 'Trains every trial to its full fidelity.',
  options: {},
  required: [],
  dependsOnBudget: false,
  start: ({ trials, fidelity }) => ({ trials, fidelity: fidelity.to, started: new Set() }),
  observe: (state, event) => {
    if (event.kind !== 'progressed') state.started.add(event.trial)
  },
  decide: (state) =>
    state.started.size < state.trials ? { kind: 'start', fidelity: state.fidelity } : { kind: 'wait' },
} as const satisfies SchedulerDefinition<State>
