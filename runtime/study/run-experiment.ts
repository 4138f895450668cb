// Runs a plan, from an empty directory or from wherever an earlier process stopped, to its outcome.
import { join } from 'node:path'
import { RunError } from '../../schemas/diagnostic.js'
import { quantityOf } from '../claims/quantities/find.js'
import type { Experiment, Plan } from '../experiment.js'
import type { Configuration } from '../space/decision.js'
import { replayer } from '../space/replay.js'
import type { SearchSpace, Specified } from '../space/search-space.js'
import { discardJournal, memoryJournal, openJournal } from '../store/journal.js'
import type { Journal } from '../store/journal.js'
import { outcomeOf } from '../store/outcome.js'
import type { ProgressEvent } from '../store/progress-event.js'
import type { JournalRecord } from '../store/record.js'
import { applyRecord } from '../store/replay.js'
import type { StudyOutcome, StudyState } from '../store/state.js'
import { inlineExecutions } from '../trial/inline.js'
import type { Executions } from '../trial/execution.js'
import { checkExperimentClaims, concludeExperiment } from './conclusions.js'
import { Coordinator } from './coordinator.js'
import { exportThrough } from './export-model.js'
import { rowsDigestOf } from './identity.js'
import { writeLockFile } from './lock-file.js'
import { numericsClassOf } from './numerics.js'
import type { Device } from './numerics.js'
import { Progress } from './progress.js'
import { takeUp } from './resume.js'
import { checkpointFile, neighboursOf, noReuse, reuseFrom } from './reuse.js'
import type { ReusedTrainings } from './reuse.js'
import { procedureOf } from './roles.js'
import { Study } from './study.js'
import type { Conclusions } from './study.js'
import type { StudyContext } from './study-context.js'
import { Trainings } from './trainings.js'
import { measuredMetrics } from './values.js'
import type { Engine } from './workers/engine.js'
import { createInlineEngine } from './workers/inline.js'
import { createLocalEngine } from './workers/local.js'

export interface RunOptions {
  /** Run directory; absent: everything stays in memory, for simulations. */
  readonly directory?: string
  /** File of the plan, which workers load; needed unless all procedures are look-ups. */
  readonly planFile?: string
  /** Folder from which paths of the specification are read; the working directory by default. */
  readonly root?: string
  readonly workers?: number
  readonly device?: Device
  /** Instead of the experiment's. */
  readonly seed?: number
  /** Run directories whose trainings may be reused; by default the neighbours of the same experiment. */
  readonly reuse?: readonly string[]
  readonly acceptNumerics?: boolean
  readonly onProgress?: (event: ProgressEvent) => void
  readonly signal?: AbortSignal
  /** How claims are concluded, where not by the claim kinds of Espalier. */
  readonly conclude?: Conclusions
  /** Look-ups beyond those that come with Espalier. */
  readonly inline?: Executions
  /** Instead of local worker processes. */
  readonly engine?: (facts: EngineFacts) => Engine
}

/** What an engine is told of the run. */
export interface EngineFacts {
  readonly planFile: string
  readonly directory: string
  readonly root: string
  readonly device: Device
  readonly metrics: readonly string[]
  readonly workers: number
}

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
  const { state, isResumed } = takeUp(journal, { experiment, seed, numerics, acceptNumerics })
  if (state.status === 'finished') return { status: 'finished', isFresh: false, outcome: outcomeOf(state) }
  // Identities keep the class that the run began with, also where another one was accepted.
  const begun = state.started?.numerics ?? numerics
  const session = openSession(experiment, seed, begun, state, journal, options)
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
  }
}

interface Session {
  readonly study: Study
  readonly progress: Progress
  readonly append: (record: JournalRecord) => void
  close(): Promise<void>
}

function openSession(
  experiment: Experiment,
  seed: number,
  numerics: string,
  state: StudyState,
  journal: Journal,
  options: RunOptions,
): Session {
  const direction = experiment.objective[0]?.direction ?? 'maximize'
  const progress = new Progress(direction, options.onProgress ?? (() => undefined))
  let uncommitted = 0
  const append = (record: JournalRecord): void => {
    journal.append(record)
    applyRecord(state, record)
    progress.see(record)
    uncommitted += 1
  }
  const commit = (): void => {
    journal.commit()
    uncommitted = 0
  }
  const machine = openMachine(experiment, options)
  const reused = reusedBy(experiment, options)
  const { checkpointOf, metrics } = machine
  const trainings = new Trainings({ state, append, metrics, checkpointOf, reused })
  const nextFence = (): number => state.lastFence + 1
  const coordinator = new Coordinator({
    trainings,
    inline: machine.inline,
    engine: machine.engine,
    append,
    commit,
    uncommitted: () => uncommitted,
    nextFence,
    limits: machine.limits,
    checkpointOf,
    onProgress: (event) => progress.forward(event),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  const context: StudyContext = {
    experiment,
    seed,
    state,
    append,
    trainings,
    numerics,
    rowsDigest: remembered(rowsDigestOf),
    specify: specifiers(),
    fidelity: experiment.fidelity ?? { name: 'training', from: 1, to: 1 },
    wake: coordinator.wake,
  }
  const study = new Study({
    context,
    coordinator,
    progress,
    deployment: {
      ...(options.directory === undefined ? {} : { directory: options.directory }),
      makesModels: (kind) => !machine.inline.executes(kind),
      checkpointOf,
      exportModel: (demand, checkpoint, file) => {
        const fence = nextFence()
        append({ kind: 'segment-dispatched', fence, attempt: 1, segments: [] })
        commit()
        return exportThrough(machine.engine(), { fence, demand, checkpoint, file, limits: machine.limits })
      },
    },
    conclude: options.conclude ?? concludeExperiment,
    commit,
    onPrepared: () => {
      if (options.directory !== undefined) writeLockFile(options.directory, state, options.device ?? 'cpu')
    },
    root: machine.root,
  })
  const close = async (): Promise<void> => {
    reused.close()
    await machine.close()
  }
  return { study, progress, append, close }
}

/** Engines, limits and files of one run. */
function openMachine(experiment: Experiment, options: RunOptions) {
  const { directory, device = 'cpu', planFile, workers = 1 } = options
  const root = options.root ?? process.cwd()
  const metrics = measuredMetrics(metricsOf(experiment))
  const inline = createInlineEngine(options.inline ?? inlineExecutions, {
    experiment,
    root,
    directory: directory ?? root,
    device,
    metrics,
    progress: () => undefined,
  })
  let opened: Engine | undefined
  const engine = (): Engine => {
    if (directory === undefined || planFile === undefined) {
      throw new RunError('no-directory', 'data', 'trainings need a run directory and the file of the plan')
    }
    opened ??= (options.engine ?? createLocalEngine)({ planFile, directory, root, device, metrics, workers })
    return opened
  }
  const { timeoutSeconds, memoryBytes } = experiment.resources
  return {
    root,
    metrics,
    inline,
    engine,
    limits: {
      silenceSeconds: 1800,
      ...(timeoutSeconds === undefined ? {} : { seconds: timeoutSeconds }),
      ...(memoryBytes === undefined ? {} : { bytes: memoryBytes }),
    },
    checkpointOf: (training: string, fidelity: number) =>
      directory === undefined ? undefined : join(directory, checkpointFile(training, fidelity)),
    close: async () => {
      await inline.close()
      await opened?.close()
    },
  }
}

/** Metrics that trainings report: objectives, and what claims are about. */
const metricsOf = ({ objective, claims }: Experiment): readonly string[] => [
  ...new Set([...objective.map(({ metric }) => metric), ...claims.map((claim) => quantityOf(claim).metric)]),
]

const numericsOf = (experiment: Experiment, options: RunOptions): string => {
  const executions = options.inline ?? inlineExecutions
  const computes = experiment.arms.some(
    (arm) => executions.get(procedureOf(arm).definition.kind)?.inline !== true,
  )
  return numericsClassOf(options.device ?? 'cpu', computes)
}

function reusedBy(experiment: Experiment, options: RunOptions): ReusedTrainings {
  const { directory } = options
  if (directory === undefined || numericsOf(experiment, options) === 'look-up') return noReuse
  return reuseFrom(options.reuse ?? neighboursOf(directory, experiment.name), directory)
}

/** Specifiers by space: what depends on a space alone is worked out once. */
function specifiers(): (space: SearchSpace, configuration: Configuration) => Specified {
  const replayerOf = remembered(replayer)
  return (space, configuration) => replayerOf(space)(configuration)
}

/** A function that answers for one object once. */
function remembered<K extends object, V>(answer: (key: K) => V): (key: K) => V {
  const known = new WeakMap<K, V>()
  return (key) => {
    const found = known.get(key)
    if (found !== undefined) return found
    const value = answer(key)
    known.set(key, value)
    return value
  }
}

const isInterruption = (error: unknown): boolean => error instanceof RunError && error.code === 'interrupted'

const messageOf = (error: unknown): string => (error instanceof Error ? error.message : String(error))
