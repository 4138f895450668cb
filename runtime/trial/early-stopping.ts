// Early stopping: a fold over the values of one metric on the stop rows, at epoch ends.

/** What the options of `supervised` say. */
export interface StoppingRule {
  readonly patience: number
  readonly metric: string
  readonly minimumChange: number
  readonly direction: 'maximize' | 'minimize'
}

/** What is remembered between epochs; plain numbers, kept in checkpoints. */
export interface StoppingState {
  readonly best?: number
  /** Epoch (from 1) of the best value. */
  readonly bestEpoch: number
  readonly waited: number
}

/** Before the first epoch. */
export const freshStopping: StoppingState = { bestEpoch: 0, waited: 0 }

/** Takes up the value of an epoch. `improved`: keep a snapshot; `stop`: enough. */
export function observeStopping(
  rule: StoppingRule,
  state: StoppingState,
  epoch: number,
  value: number,
): { readonly state: StoppingState; readonly improved: boolean; readonly stop: boolean } {
  const gain = state.best === undefined ? Infinity : sign(rule) * (value - state.best)
  if (gain > rule.minimumChange)
    return { state: { best: value, bestEpoch: epoch, waited: 0 }, improved: true, stop: false }
  const waited = state.waited + 1
  return { state: { ...state, waited }, improved: false, stop: waited >= rule.patience }
}

const sign = (rule: StoppingRule): number => (rule.direction === 'maximize' ? 1 : -1)
