// Taking a run up, new or old: its records are replayed, it is made sure that this is the same study on the same kind of machine,
// and leases that a dead process left behind are ended. After that nothing distinguishes a resumed study from one that never stopped.
import { PlanError, StoreError } from '../../schemas/diagnostic.js'
import type { Experiment } from '../experiment.js'
import type { Journal } from '../store/journal.js'
import { recordVersion } from '../store/record.js'
import type { JournalRecord } from '../store/record.js'
import { applyRecord, replay } from '../store/replay.js'
import type { StudyState } from '../store/state.js'

/** What must agree with the journal. */
export interface Identity {
  readonly experiment: Experiment
  readonly seed: number
  readonly numerics: string
  /** Go on although the numerics class differs; the run says so. */
  readonly acceptNumerics: boolean
  /** Digests of the files that trainings depend on. */
  readonly inputs: Readonly<Record<string, string>>
}

/** A run taken up. */
export interface TakenUp {
  readonly state: StudyState
  readonly isResumed: boolean
}

/**
 * Replays a journal and records that the run has started or goes on. A finished run is left as it is.
 * @throws StoreError `other-specification`, `other-numerics`; PlanError `inputs-changed`
 */
export function takeUp(
  journal: Journal,
  identity: Identity,
  abandoned: (fences: readonly number[]) => readonly number[] = (fences) => fences,
): TakenUp {
  const state = replay(journal.records())
  const isResumed = state.started !== undefined
  if (isResumed) checkSame(state, identity)
  if (state.status === 'finished') return { state, isResumed }
  const record: JournalRecord = isResumed
    ? resumeRecord(state, identity, abandoned([...state.leases.keys()]))
    : startRecord(identity)
  journal.append(record)
  journal.commit()
  applyRecord(state, record)
  return { state, isResumed }
}

function startRecord({ experiment, seed, numerics, inputs }: Identity): JournalRecord {
  const budgets = experiment.arms.map((arm) => [arm.name, arm.fixed === undefined ? arm.trials : 0] as const)
  return {
    kind: 'run-started',
    version: recordVersion,
    name: experiment.name,
    seed,
    source: experiment.source,
    arms: experiment.arms.map((arm) => arm.name),
    objectives: experiment.objective,
    budgets: Object.fromEntries(budgets),
    numerics,
    ...(Object.keys(inputs).length === 0 ? {} : { inputs }),
  }
}

const resumeRecord = (
  state: StudyState,
  { numerics }: Identity,
  abandoned: readonly number[],
): JournalRecord => ({
  kind: 'run-resumed',
  abandoned,
  ...(state.started?.numerics === numerics ? {} : { numerics }),
})

function checkSame(
  state: StudyState,
  { experiment, seed, numerics, acceptNumerics, inputs }: Identity,
): void {
  const { started } = state
  if (started === undefined) return
  if (started.source.resolvedSha256 !== experiment.source.resolvedSha256 || started.seed !== seed) {
    const differs = started.seed === seed ? 'specification' : 'seed'
    throw new StoreError(
      'other-specification',
      `the directory holds a run of '${started.name}' with another ${differs}`,
      { hint: 'choose another directory with --out; what was trained there is reused' },
    )
  }
  const before = started.inputs ?? {}
  const changed = Object.keys({ ...before, ...inputs }).find((path) => before[path] !== inputs[path])
  if (changed !== undefined) {
    throw new PlanError('inputs-changed', `'${changed}' has changed since this run began`, {
      hint: 'choose another directory with --out, or put the file back as it was',
    })
  }
  if (started.numerics !== numerics && !acceptNumerics) {
    throw new StoreError(
      'other-numerics',
      `the run was begun as '${started.numerics}', and this machine computes as '${numerics}'`,
      { hint: 'resume it where it was begun, or mix the results knowingly with --accept-numerics' },
    )
  }
}
