// A study: the stages of one plan, carried out against one journal.
//
//   prepare ──► tune ─────────────► select ──► evaluate ─────────► claim ──► deploy
//   load data,  a search per arm,   protocol   what was selected,  tests     final training,
//   units       task, replicate,    picks one  trained again,      over      ONNX file
//               fold                trial      measured            units
//
// Every stage is idempotent: what the journal holds is not done again. Stages append records; `store/replay.ts` folds them.
import { InvariantError } from '../../schemas/diagnostic.js'
import type { Arm, Experiment, Handle, Run } from '../experiment.js'
import type { Unit } from '../protocols/protocol.js'
import type { Configuration } from '../space/decision.js'
import { outcomeOf } from '../store/outcome.js'
import type { JournalRecord, SearchKey, Selected } from '../store/record.js'
import type { StudyOutcome } from '../store/state.js'
import { searchKeyOf } from '../store/state.js'
import type { Coordinator } from './coordinator.js'
import { deployArm } from './deploy.js'
import type { Deployment } from './deploy.js'
import { Evaluation } from './evaluation.js'
import type { Progress } from './progress.js'
import { protocolOf } from './roles.js'
import { Search } from './search.js'
import { selectTrial } from './selection.js'
import type { PreparedTask, StudyContext } from './study-context.js'
import { prepareTasks } from './tasks.js'

/** What a claim came to, as the journal keeps it. */
export type Conclusions = (
  experiment: Experiment,
  outcome: StudyOutcome,
) => readonly Extract<JournalRecord, { kind: 'claim-concluded' }>[]

export interface StudyParts {
  readonly context: StudyContext
  readonly coordinator: Coordinator
  readonly progress: Progress
  readonly deployment: Deployment
  readonly conclude: Conclusions
  readonly commit: () => void
  /** Called once data are prepared. */
  readonly onPrepared: () => void
  /** Folder from which paths of the specification are read. */
  readonly root: string
}

/** One cell of the tuning phase: an arm on a unit. */
interface Cell {
  readonly arm: Arm
  readonly armIndex: number
  readonly task: PreparedTask
  readonly unit: Unit
  readonly key: SearchKey
}

/** The study behind a plan's `run`. */
export class Study implements Run {
  private tasks: readonly PreparedTask[] = []

  constructor(private readonly parts: StudyParts) {}

  async prepare(): Promise<Handle<'prepared'>> {
    const { context, progress, commit, root } = this.parts
    progress.begin('prepare')
    const { tasks, record } = await prepareTasks(context.experiment, context.seed, root)
    this.tasks = tasks
    if (context.state.data.length === 0 && record.tasks.length > 0) context.append(record)
    commit()
    this.parts.onPrepared()
    return handle('prepared')
  }

  async tune(_prepared: Handle<'prepared'>): Promise<Handle<'tuned'>> {
    const { context, coordinator, progress } = this.parts
    const cells = this.cells().filter(({ arm }) => arm.fixed === undefined)
    this.beginTuning(cells)
    const open = cells.filter(
      ({ key }) => context.state.searches.get(searchKeyOf(key))?.finished === undefined,
    )
    await coordinator.run(
      open.map((cell) => new Search(cell, context)),
      () => progress.tick(),
    )
    progress.tick(true)
    return handle('tuned')
  }

  async select(_tuned: Handle<'tuned'>): Promise<Handle<'selected'>> {
    const { context, progress, commit } = this.parts
    progress.begin('select')
    const protocol = protocolOf(context.experiment).definition
    for (const cell of this.cells()) {
      if (context.state.selected.has(searchKeyOf(cell.key))) continue
      context.append(selectTrial(protocol, cell.task.protocol, cell, context.state))
    }
    commit()
    return handle('selected')
  }

  async evaluate(_selected: Handle<'selected'>): Promise<Handle<'measured'>> {
    const { coordinator, progress } = this.parts
    const evaluations = this.cells().flatMap((cell) => this.evaluationsOf(cell))
    const open = evaluations.filter((evaluation) => !evaluation.isDone)
    const trainings = evaluations.reduce((total, evaluation) => total + evaluation.size, 0)
    const left = open.reduce((total, evaluation) => total + evaluation.size, 0)
    progress.begin('evaluate', trainings)
    progress.alreadyDone([], trainings - left)
    await coordinator.run(open, () => progress.tick())
    progress.tick(true)
    return handle('measured')
  }

  async claim(_measured: Handle<'measured'>): Promise<Handle<'concluded'>> {
    const { context, progress, conclude, commit } = this.parts
    progress.begin('claim')
    const { claims } = context.experiment
    if (claims.some(({ id }) => !context.state.claims.has(id))) {
      for (const record of conclude(context.experiment, outcomeOf(context.state))) {
        if (!context.state.claims.has(record.id)) context.append(record)
      }
    }
    commit()
    return handle('concluded')
  }

  async deploy(_selected: Handle<'selected'>, _concluded: Handle<'concluded'>): Promise<void> {
    const { context, progress, deployment, coordinator, commit } = this.parts
    progress.begin('deploy')
    for (const [armIndex, arm] of context.experiment.arms.entries()) {
      if (context.state.models.has(arm.name)) continue
      const task = this.tasks[0]
      if (task === undefined) throw new InvariantError('deploy was called before prepare')
      context.append(await deployArm({ arm, armIndex, task }, context, coordinator, deployment))
      commit()
    }
  }

  private cells(): readonly Cell[] {
    const { experiment } = this.parts.context
    const protocol = protocolOf(experiment).definition
    return this.tasks.flatMap((task) =>
      protocol.tuning(task.protocol).flatMap((unit) =>
        experiment.arms.map((arm, armIndex) => ({
          arm,
          armIndex,
          task,
          unit,
          key: { arm: arm.name, task: unit.task, replicate: unit.replicate, fold: unit.fold },
        })),
      ),
    )
  }

  private evaluationsOf({ arm, armIndex, task, unit, key }: Cell): readonly Evaluation[] {
    const { context } = this.parts
    const selected: Selected | undefined = context.state.selected.get(searchKeyOf(key))
    if (selected?.configuration === undefined) return []
    const specified = context.specify(arm.space, selected.configuration as Configuration)
    const trial = selected.trial === undefined ? {} : { trial: selected.trial }
    const keep = context.experiment.refit === 'none'
    return protocolOf(context.experiment)
      .definition.evaluation(task.protocol, unit)
      .map(
        (evaluation, index) =>
          new Evaluation(
            { key, arm, armIndex, task, specified, ...trial, unit: evaluation, index, keep },
            context,
          ),
      )
  }

  private beginTuning(cells: readonly Cell[]): void {
    const { context, progress } = this.parts
    const trials: Record<string, number> = {}
    let trainings = 0
    for (const { arm, unit } of cells) {
      trials[arm.name] = (trials[arm.name] ?? 0) + arm.trials
      trainings += arm.trials * unit.seeds.length * unit.folds.length
    }
    progress.begin('tune', trainings, trials)
    const finished = [...context.state.searches.values()].flatMap((search) =>
      [...search.trials.values()].flatMap((trial) =>
        trial.end === undefined ? [] : [{ ...trial, kind: 'trial-finished' as const, end: trial.end }],
      ),
    )
    progress.alreadyDone(
      finished,
      finished.reduce((total, trial) => total + trial.trainings.length, 0),
    )
  }
}

/** A stage's proof that it ran; it carries nothing. */
const handle = <S extends string>(_stage: S): Handle<S> => Object.freeze({}) as Handle<S>
