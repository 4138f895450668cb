// Records to state: a pure fold that takes one record at a time. The running study applies the very records that it appends,
// so that what a later process rebuilds from the journal is what this one saw.
import { InvariantError } from '../../schemas/diagnostic.js'
import type { JournalRecord, SearchKey, TrialFinished, TrialProposed } from './record.js'
import { evaluationKeyOf, searchKeyOf, segmentKeyOf } from './state.js'
import type { SearchState, StudyState, TrialState } from './state.js'

/** The state before anything happened. */
export const emptyState = (): StudyState => ({
  status: 'running',
  data: [],
  searches: new Map(),
  segments: new Map(),
  leases: new Map(),
  lastFence: 0,
  selected: new Map(),
  evaluated: new Map(),
  claims: new Map(),
  models: new Map(),
  late: [],
  lostWorkers: 0,
  resumes: 0,
  otherNumerics: new Set(),
})

/** The state after all of these records. */
export function replay(records: Iterable<JournalRecord>): StudyState {
  const state = emptyState()
  for (const record of records) applyRecord(state, record)
  return state
}

type Appliers = {
  readonly [Kind in JournalRecord['kind']]: (
    state: StudyState,
    record: Extract<JournalRecord, { kind: Kind }>,
  ) => void
}

const appliers: Appliers = {
  'run-started': (state, record) => {
    state.started = record
  },
  'run-resumed': (state, record) => {
    state.status = 'running'
    state.resumes += 1
    if (record.numerics !== undefined) state.otherNumerics.add(record.numerics)
    for (const fence of record.abandoned) state.leases.delete(fence)
  },
  'data-prepared': (state, record) => {
    state.data = record.tasks
  },
  'trial-proposed': (state, record) => {
    searchOf(state, record).trials.set(record.trial, proposedTrial(record))
  },
  'result-observed': (state, record) => {
    searchOf(state, record).observed.push({ trial: record.trial, to: record.to })
  },
  'segment-dispatched': (state, record) => {
    if (record.segments.length > 0) state.leases.set(record.fence, record.segments)
    state.lastFence = Math.max(state.lastFence, record.fence)
  },
  'segment-finished': (state, record) => {
    state.segments.set(segmentKeyOf(record), record)
    if (record.fence !== undefined) endLease(state, record.fence, record)
  },
  'worker-lost': (state, record) => {
    state.lostWorkers += 1
    state.leases.delete(record.fence)
  },
  'late-result': (state, record) => {
    state.late.push({ fence: record.fence, segment: record.segment })
  },
  'trial-finished': (state, record) => {
    const { trials } = searchOf(state, record)
    trials.set(record.trial, finishedTrial(trials.get(record.trial), record))
  },
  'search-finished': (state, record) => {
    searchOf(state, record).finished = record
  },
  selected: (state, record) => {
    state.selected.set(searchKeyOf(record), record)
  },
  evaluated: (state, record) => {
    state.evaluated.set(evaluationKeyOf(record), record)
  },
  'claim-concluded': (state, record) => {
    state.claims.set(record.id, record)
  },
  'model-exported': (state, record) => {
    state.models.set(record.arm, record)
  },
  'run-interrupted': (state, record) => {
    state.status = 'interrupted'
    state.message = record.message
  },
  'run-finished': (state, record) => {
    state.status = record.status
    if (record.message === undefined) delete state.message
    else state.message = record.message
  },
}

/** Takes up one more record, in place. @throws InvariantError where records contradict each other. */
export function applyRecord<Kind extends JournalRecord['kind']>(
  state: StudyState,
  record: Extract<JournalRecord, { kind: Kind }>,
): void {
  const apply: (state: StudyState, record: Extract<JournalRecord, { kind: Kind }>) => void =
    appliers[record.kind as Kind]
  apply(state, record)
}

/** The search of a record, made on first sight. */
function searchOf(state: StudyState, { arm, task, replicate, fold }: SearchKey): SearchState {
  const key = { arm, task, replicate, fold }
  const name = searchKeyOf(key)
  const known = state.searches.get(name)
  if (known !== undefined) return known
  const search: SearchState = { key, trials: new Map(), observed: [] }
  state.searches.set(name, search)
  return search
}

const proposedTrial = ({
  arm,
  task,
  replicate,
  fold,
  trial,
  ticket,
  origin,
  seen,
  configuration,
  note,
}: TrialProposed): TrialState => ({
  arm,
  task,
  replicate,
  fold,
  trial,
  ticket,
  origin,
  seen,
  configuration,
  ...(note === undefined ? {} : { note }),
  counted: true,
  trainings: [],
  values: [],
  parameters: 0,
  flops: 0,
})

function finishedTrial(proposed: TrialState | undefined, record: TrialFinished): TrialState {
  if (proposed === undefined || proposed.end !== undefined) {
    throw new InvariantError(`trial ${record.trial} of arm '${record.arm}' finished twice or unproposed`)
  }
  const { end, counted, trainings, values, parameters, flops } = record
  return { ...proposed, end, counted, trainings, values, parameters, flops }
}

/** A lease ends with the last of its segments. */
function endLease(state: StudyState, fence: number, segment: { training: string; to: number }): void {
  const key = segmentKeyOf(segment)
  const left = state.leases.get(fence)?.filter((held) => segmentKeyOf(held) !== key) ?? []
  if (left.length === 0) state.leases.delete(fence)
  else state.leases.set(fence, left)
}
