// Runs a plan, from an empty directory or from wherever an earlier process stopped, to its outcome.
import { RunError } from '../../schemas/diagnostic.js'
import type { Plan } from '../experiment.js'
import { discardJournal, memoryJournal, openJournal } from '../store/journal.js'
import type { Journal } from '../store/journal.js'
import { outcomeOf } from '../store/outcome.js'
import type { StudyOutcome } from '../store/state.js'
import { checkExperimentClaims } from './conclusions.js'
import { checkPrograms } from '../trial/command/check-programs.js'
import { removeIndexFiles } from '../trial/command/trial-folder.js'
import { readInputs } from './inputs.js'
import { numericsOf } from './machine.js'
import { checkPrecision } from './precision.js'
import { takeUp } from './resume.js'
import type { RunOptions } from './run-options.js'
import { openSession } from './session.js'

export type { EngineFacts, RunOptions } from './run-options.js'

export interface RunOutcome {
  readonly status: 'finished' | 'interrupted'
  /** Whether this call did anything; false where the run was complete already. */
  readonly isFresh: boolean
  readonly outcome: StudyOutcome
}

/**
 * Runs or resumes a plan. What the journal holds is not done again; a finished run is only read.
 * @throws StoreError as `openJournal` and `takeUp`; PlanError where plan and data disagree; RunError where workers cannot work
 */
export async function runExperiment(plan: Plan, options: RunOptions = {}): Promise<RunOutcome> {
  const { directory } = options
  const journal = directory === undefined ? memoryJournal() : openJournal(directory)
  let hasWork = true
  try {
    return await runOn(plan, journal, options)
  } catch (error) {
    hasWork = [...journal.records()].some(({ kind }) => kind === 'trial-proposed' || kind === 'selected')
    throw error
  } finally {
    journal.close()
    // What failed before anything was tried leaves no half-written run behind.
    if (directory !== undefined && !hasWork) discardJournal(directory)
  }
}

/** Runs a plan on a journal that the caller opened and closes. */
export async function runOn(plan: Plan, journal: Journal, options: RunOptions): Promise<RunOutcome> {
  const { experiment } = plan
  checkExperimentClaims(experiment)
  const numerics = numericsOf(experiment, options)
  const seed = options.seed ?? experiment.seed
  const acceptNumerics = options.acceptNumerics ?? false
  const inputs = readInputs(experiment, options.root ?? process.cwd())
  const { state, isResumed } = takeUp(journal, {
    experiment,
    seed,
    numerics,
    acceptNumerics,
    inputs: inputs.files,
  })
  if (state.status === 'finished') return { status: 'finished', isFresh: false, outcome: outcomeOf(state) }
  checkPrograms(experiment, options.root ?? process.cwd())
  await checkPrecision(experiment, options.device ?? 'cpu')
  sweep(options)
  // Identities keep the class that the run began with, also where another one was accepted.
  const begun = state.started?.numerics ?? numerics
  const session = openSession({ experiment, seed, numerics: begun, state, journal, inputs, options })
  for (const note of journal.notes) session.progress.note(note)
  if (isResumed) session.progress.note('the run goes on from its journal')
  try {
    await plan.stages(session.study)
    session.append({ kind: 'run-finished', status: 'finished' })
    journal.commit()
    return { status: 'finished', isFresh: true, outcome: outcomeOf(state) }
  } catch (error) {
    session.append({ kind: 'run-interrupted', message: messageOf(error) })
    journal.commit()
    if (!isInterruption(error)) throw error
    return { status: 'interrupted', isFresh: true, outcome: outcomeOf(state) }
  } finally {
    await session.close()
    sweep(options)
  }
}

/** While anything is tuned, no file names a row of the evaluation: not even one that a killed evaluation left. */
function sweep({ directory }: RunOptions): void {
  if (directory !== undefined) removeIndexFiles(directory)
}

const isInterruption = (error: unknown): boolean => error instanceof RunError && error.code === 'interrupted'

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
