// A training while it runs: its state and what it has shown so far. Changed in place by the group that runs it.
import type { End, Measurement, SegmentOutcome } from '../procedures/procedure.js'
import type { ScheduleMemory } from '../model/schedules/schedule.js'
import { readCheckpoint, writeCheckpoint, type Checkpoint, type SavedTensor } from './checkpoint.js'
import { freshStopping, type StoppingState } from './early-stopping.js'
import { firstValues, type Job } from './job.js'
import { averagedName, isModelName } from '../model/slots.js'
import type { Observed } from './observed.js'

/** One training of a group. */
export interface Member {
  readonly job: Job
  /** Parameters, optimizer state, running statistics, in the order of the graph's state. */
  state: readonly SavedTensor[]
  epoch: number
  step: number
  memory: ScheduleMemory
  observed: Observed
  /** Loss of the first step, once it is taken. */
  firstLoss?: number | undefined
  stopping: StoppingState
  /** Model state of the best epoch. */
  best: readonly SavedTensor[]
  /** Ended by early stopping: nothing is left to train. */
  stopped: boolean
  /** Mean training loss of the last epoch. */
  trainLoss?: number
  end?: End
  message?: string
  readonly measurements: Measurement[]
}

/** A member at the start of its segment: fresh, or from its checkpoint. */
export async function startMember(
  job: Job,
  slots: readonly { name: string; shape: readonly number[] }[],
): Promise<Member> {
  const saved =
    job.request.checkpoint === undefined ? fresh(job, slots) : await readCheckpoint(job.request.checkpoint)
  return { job, ...saved, measurements: [] }
}

/** Leaves the state behind, where it is wanted. */
export async function saveMember(member: Member): Promise<void> {
  const path = member.job.request.checkpointOut
  if (path === undefined || member.end !== undefined) return
  const { epoch, step, stopped, memory, observed, firstLoss, stopping, state, best } = member
  await writeCheckpoint(path, { epoch, step, stopped, memory, observed, firstLoss, stopping, state, best })
}

/** The outcome of a member that has run. */
export function outcomeOf(member: Member, measured: SegmentOutcome['measured']): SegmentOutcome {
  return {
    training: member.job.request.training,
    end: member.end ?? 'completed',
    measurements: member.end === undefined ? member.measurements : [],
    ...(member.message === undefined ? {} : { message: member.message }),
    measured,
  }
}

/** Whether a member still trains. */
export const isTraining = (member: Member): boolean => member.end === undefined && !member.stopped

/** The trained weights and running statistics, without what is kept beside them. */
export const weightsOf = (state: readonly SavedTensor[]): readonly SavedTensor[] =>
  state.filter(({ name }) => isModelName(name))

/** The model that a state stands for: weights and running statistics, their averages where those are kept. */
export function modelState(state: readonly SavedTensor[]): readonly SavedTensor[] {
  const averages = new Map(state.map((tensor) => [averagedName(tensor.name), tensor.values]))
  return weightsOf(state).map((tensor) => ({ ...tensor, values: averages.get(tensor.name) ?? tensor.values }))
}

const fresh = (job: Job, slots: readonly { name: string; shape: readonly number[] }[]): Checkpoint => ({
  epoch: job.epochs.from,
  step: job.epochs.from * job.stepsPerEpoch,
  stopped: false,
  memory: {},
  observed: {},
  stopping: freshStopping,
  state: slots.map(({ name, shape }) => ({ name, shape, values: firstValues(job, name, shape) })),
  best: [],
})
