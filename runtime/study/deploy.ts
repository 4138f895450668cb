// Deployment of one arm: the configuration of its best tuning value, trained a last time (or the named evaluation training as it is),
// written as an ONNX file. Evaluation results decide nothing here.
import { existsSync, readFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { makeFolders } from '../support/make-folders.js'
import type { Arm } from '../experiment.js'
import type { Unit } from '../protocols/protocol.js'
import type { Configuration } from '../space/decision.js'
import type { ModelExported, SearchKey, Selected, SegmentFinished } from '../store/record.js'
import { searchKeyOf } from '../store/state.js'
import type { StudyState } from '../store/state.js'
import { invariant } from '../support/invariant.js'
import { digestOfBytes } from '../support/digest.js'
import type { Coordinator } from './coordinator.js'
import { demandsOf } from './evaluation.js'
import { protocolOf } from './roles.js'
import type { PreparedTask, Producer, StudyContext } from './study-context.js'
import type { Demand } from './training.js'

/** Where models go, and who writes them. */
export interface Deployment {
  /** Run directory; absent: nothing is deployed. */
  readonly directory?: string
  /** Whether an arm trains a model of ours. */
  readonly makesModels: (arm: Arm) => boolean
  readonly checkpointOf: (training: string, fidelity: number) => string | undefined
  /** Writes the model of a training; a problem in words where it has none. */
  readonly exportModel: (demand: Demand, checkpoint: string, file: string) => Promise<string | undefined>
}

interface DeploySetup {
  readonly arm: Arm
  readonly armIndex: number
  readonly task: PreparedTask
}

/** Trains and exports what an arm deploys. */
export async function deployArm(
  setup: DeploySetup,
  study: StudyContext,
  coordinator: Coordinator,
  deployment: Deployment,
): Promise<ModelExported> {
  const { arm } = setup
  const { refit } = study.experiment
  const without = (message: string): ModelExported => ({
    kind: 'model-exported',
    arm: arm.name,
    refit,
    message,
  })
  const kind = arm.space.training?.definition.kind ?? ''
  if (deployment.directory === undefined || !deployment.makesModels(arm)) {
    return without(`a '${kind}' procedure leaves no model`)
  }
  const selected = deployable(arm.name, setup.task.name, study)
  const unit = selected === undefined ? undefined : unitOf(setup, selected, study)
  const demand =
    unit === undefined || selected === undefined ? undefined : demandOf(setup, selected, unit, study)
  if (demand === undefined) return without('no trial has a value')
  const segment = await train(demand, study, coordinator)
  const checkpoint = deployment.checkpointOf(demand.training, demand.to)
  if (segment.end !== 'completed' || checkpoint === undefined || !existsSync(checkpoint)) {
    return without(`the final training ended ${segment.end}`)
  }
  const { task, replicate } = selected ?? {}
  const origin = {
    ...(task === undefined ? {} : { task }),
    ...(replicate === undefined ? {} : { replicate }),
    seed: demand.seed,
  }
  return { ...(await exported(demand, checkpoint, deployment.directory, deployment)), ...origin, refit }
}

async function exported(
  demand: Demand,
  checkpoint: string,
  directory: string,
  { exportModel }: Deployment,
): Promise<Omit<ModelExported, 'refit'>> {
  const { arm, training } = demand
  const name = join('models', `${arm.replaceAll(/[^\w.-]/g, '_')}.onnx`)
  const file = join(directory, name)
  makeFolders(dirname(file))
  const message = await exportModel(demand, checkpoint, file)
  if (message !== undefined) return { kind: 'model-exported', arm, training, message }
  return { kind: 'model-exported', arm, file: name, training, sha256: digestOfBytes(readFileSync(file)) }
}

/** Of the arm's selected configurations the one with the best value in tuning; the first among equals. */
function deployable(arm: string, task: string, { state, experiment }: StudyContext): Selected | undefined {
  const minimizes = experiment.objective[0]?.direction === 'minimize'
  let best: { readonly selected: Selected; readonly value: number } | undefined
  const ofArm = [...state.selected.values()]
    .filter((one) => one.arm === arm && one.task === task && one.configuration !== undefined)
    .sort((a, b) => a.replicate - b.replicate || a.fold - b.fold)
  for (const selected of ofArm) {
    const mean = tuningValue(selected, state)
    const value = minimizes ? -mean : mean
    if (best === undefined || value > best.value) best = { selected, value }
  }
  return best?.selected
}

function tuningValue(selected: Selected, state: StudyState): number {
  if (selected.trial === undefined) return 0
  const values = state.searches.get(searchKeyOf(selected))?.trials.get(selected.trial)?.values ?? []
  return values.reduce((total, value) => total + value, 0) / values.length
}

function unitOf({ task }: DeploySetup, selected: Selected, study: StudyContext): Unit | undefined {
  const { refit } = study.experiment
  const { definition } = protocolOf(study.experiment)
  if (refit !== 'none') return definition.refit(task.protocol, refit)
  const tuning = definition
    .tuning(task.protocol)
    .find((unit) => unit.replicate === selected.replicate && unit.fold === selected.fold)
  return tuning === undefined ? undefined : definition.evaluation(task.protocol, tuning)[0]
}

function demandOf(
  { arm, armIndex, task }: DeploySetup,
  selected: Selected,
  unit: Unit,
  study: StudyContext,
): Demand | undefined {
  const { task: name, replicate, fold } = selected
  const key: SearchKey = { arm: arm.name, task: name, replicate, fold }
  const specified = study.specify(arm.space, selected.configuration as Configuration)
  return demandsOf({ key, arm, armIndex, task, specified, unit, index: 0, keep: true }, study)[0]
}

/** Runs one training to its end. */
async function train(
  demand: Demand,
  study: StudyContext,
  coordinator: Coordinator,
): Promise<SegmentFinished> {
  let found: SegmentFinished | undefined
  const producer: Producer = {
    get isDone() {
      return found !== undefined
    },
    advance: () => {
      found ??= study.trainings.ask(demand, (segment) => {
        found = segment
      })
      return false
    },
  }
  await coordinator.run([producer], () => undefined)
  invariant(found, 'a final training ended without a result')
  return found
}
