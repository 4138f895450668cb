// One run, opened: its ledger of records, its coordinator, its machine, and the study over them.
import type { Experiment } from '../experiment.js'
import { replayer } from '../space/replay.js'
import type { Journal } from '../store/journal.js'
import type { JournalRecord } from '../store/record.js'
import { applyRecord } from '../store/replay.js'
import type { StudyState } from '../store/state.js'
import { concludeExperiment } from './conclusions.js'
import { Coordinator } from './coordinator.js'
import type { Deployment } from './deploy.js'
import { exportThrough } from './export-model.js'
import { rowsDigestOf, subjectOf } from './identity.js'
import type { Inputs } from './inputs.js'
import { writeLockFile } from './lock-file.js'
import { openMachine } from './machine.js'
import type { Machine } from './machine.js'
import { Progress } from './progress.js'
import { remembered } from './remembered.js'
import { procedureOf } from './roles.js'
import type { RunOptions } from './run-options.js'
import { Study } from './study.js'
import type { StudyContext } from './study-context.js'
import { Trainings } from './trainings.js'

/** What a session is opened on. */
export interface SessionSetup {
  readonly experiment: Experiment
  readonly seed: number
  readonly numerics: string
  readonly state: StudyState
  readonly journal: Journal
  readonly inputs: Inputs
  readonly options: RunOptions
}

export interface Session {
  readonly study: Study
  readonly progress: Progress
  readonly append: (record: JournalRecord) => void
  close(): Promise<void>
}

/** Opens a run that has been taken up. */
export function openSession(setup: SessionSetup): Session {
  const { experiment, state, options } = setup
  const machine = openMachine(experiment, options)
  const direction = experiment.objective[0]?.direction ?? 'maximize'
  const progress = new Progress(direction, options.onProgress ?? (() => undefined))
  const ledger = createLedger(setup, progress)
  const { append, commit } = ledger
  const { metrics, checkpointOf, reused } = machine
  const trainings = new Trainings({ state, append, metrics, checkpointOf, reused })
  const coordinator = new Coordinator({
    ...machine,
    ...ledger,
    trainings,
    checkInputs: setup.inputs.check,
    onProgress: (event) => progress.forward(event),
    ...(options.signal === undefined ? {} : { signal: options.signal }),
  })
  const study = new Study({
    context: contextOf(setup, append, trainings, coordinator),
    coordinator,
    progress,
    deployment: deploymentOf(setup, machine, ledger),
    conclude: options.conclude ?? concludeExperiment,
    commit,
    onPrepared: () => {
      if (options.directory !== undefined) writeLockFile(options.directory, state, options.device ?? 'cpu')
    },
    root: machine.root,
  })
  return { study, progress, append, close: () => machine.close() }
}

/** Journal and state, kept together. */
interface Ledger {
  readonly append: (record: JournalRecord) => void
  readonly commit: () => void
  readonly uncommitted: () => number
  readonly nextFence: () => number
}

function createLedger({ journal, state }: SessionSetup, progress: Progress): Ledger {
  let uncommitted = 0
  return {
    append: (record) => {
      journal.append(record)
      applyRecord(state, record)
      progress.see(record)
      uncommitted += 1
    },
    commit: () => {
      journal.commit()
      uncommitted = 0
    },
    uncommitted: () => uncommitted,
    nextFence: () => state.lastFence + 1,
  }
}

function contextOf(
  { experiment, seed, numerics, state, inputs }: SessionSetup,
  append: Ledger['append'],
  trainings: Trainings,
  coordinator: Coordinator,
): StudyContext {
  const replayerOf = remembered(replayer)
  return {
    experiment,
    seed,
    state,
    append,
    trainings,
    numerics,
    rowsDigest: remembered(rowsDigestOf),
    subject: (specified, procedure) => subjectOf(specified, procedure.definition, inputs.of(procedure)),
    specify: (space, configuration) => replayerOf(space)(configuration),
    fidelity: experiment.fidelity ?? { name: 'training', from: 1, to: 1 },
    wake: coordinator.wake,
  }
}

const deploymentOf = (
  { options: { directory } }: SessionSetup,
  machine: Machine,
  ledger: Ledger,
): Deployment => ({
  ...(directory === undefined ? {} : { directory }),
  makesModels: (arm) => arm.space.model !== undefined || procedureOf(arm).definition.leavesModel === true,
  checkpointOf: machine.checkpointOf,
  exportModel: (demand, checkpoint, file) => {
    const fence = ledger.nextFence()
    ledger.append({ kind: 'segment-dispatched', fence, attempt: 1, segments: [] })
    ledger.commit()
    return exportThrough(machine.engine(), { fence, demand, checkpoint, file, limits: machine.limits })
  },
})
