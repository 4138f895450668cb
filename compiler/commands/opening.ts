// The sentence with which a run opens: how much will be trained, and about how long that takes.
import { openingSentence, totalTrainings, type WorkPlan } from '../../runtime/report/opening.js'
import type { Experiment } from '../../runtime/experiment.js'
import type { Unit } from '../../runtime/protocols/protocol.js'
import { protocolOf } from '../../runtime/study/roles.js'
import type { PreparedTask } from '../../runtime/study/study-context.js'
import type { Analysed } from '../analyse.js'
import type { TimedWork } from './time-estimate.js'

/** What a run will do: the sentence that says it, and what its time is estimated from. */
export interface Opening {
  readonly trainings: number
  readonly work: TimedWork
  /** "12 trials × 1 seed × 2 arms × 6 replicates + 12 evaluations = 156 trainings, about 2 min". */
  readonly sentence: (seconds?: number) => string
}

/** The opening of a specification. */
export const openingOf = ({ experiment, context }: Analysed): Opening =>
  opening({
    arms: experiment.arms.map(({ fixed, budget, space }) => ({
      trials: fixed === undefined ? budget.trials : undefined,
      leavesModel: space.model !== undefined,
    })),
    timed: context.spaces.flatMap(({ space, arms }) =>
      arms.map(({ fixed, budget, scheduler }) => ({
        trials: fixed === undefined ? budget.trials : undefined,
        space,
        isFull: scheduler.component === 'full',
      })),
    ),
    tasks: experiment.tasks.length,
    refit: experiment.deploy.refit,
    cells: context.cells,
  })

/** The same of a plan whose tasks are prepared. */
export function openingOfPlan(experiment: Experiment, tasks: readonly PreparedTask[]): Opening {
  const { definition } = protocolOf(experiment)
  return opening({
    arms: experiment.arms.map(({ fixed, trials, space }) => ({
      trials: fixed === undefined ? trials : undefined,
      leavesModel: space.model !== undefined,
    })),
    timed: experiment.arms.map(({ fixed, trials, space, scheduler }) => ({
      trials: fixed === undefined ? trials : undefined,
      space,
      isFull: scheduler.definition.kind === 'full',
    })),
    tasks: tasks.length,
    refit: experiment.refit,
    cells: tasks.flatMap(({ protocol }) =>
      definition
        .tuning(protocol)
        .map((tuning) => ({ tuning, evaluation: definition.evaluation(protocol, tuning) })),
    ),
  })
}

interface Work {
  readonly arms: readonly {
    /** Absent for an arm that is not tuned. */
    readonly trials: number | undefined
    /** A foreign procedure leaves none. */
    readonly leavesModel: boolean
  }[]
  readonly timed: TimedWork['arms']
  readonly tasks: number
  readonly refit: 'all' | 'tune' | 'none'
  readonly cells: readonly { readonly tuning: Unit; readonly evaluation: readonly Unit[] }[]
}

function opening({ arms, timed, tasks, refit, cells }: Work): Opening {
  const tunings = cells.map(({ tuning }) => tuning)
  const [first] = tunings
  const plan: WorkPlan = {
    trials: arms.flatMap(({ trials }) => (trials === undefined ? [] : [trials])),
    seeds: first?.seeds.length ?? 1,
    innerFolds: first?.folds.length ?? 1,
    replicates: new Set(tunings.map(({ replicate }) => replicate)).size || 1,
    outerFolds: new Set(tunings.map(({ fold }) => fold)).size || 1,
    tasks: Math.max(1, tasks),
    evaluations: arms.length * trainings(cells.flatMap(({ evaluation }) => evaluation)),
    refits: refit === 'none' ? 0 : arms.filter(({ leavesModel }) => leavesModel).length,
  }
  return {
    trainings: totalTrainings(plan),
    work: { arms: timed, cells },
    sentence: (seconds) => openingSentence(seconds === undefined ? plan : { ...plan, seconds }),
  }
}

const trainings = (units: readonly Unit[]): number =>
  units.reduce((sum, { seeds, folds }) => sum + seeds.length * folds.length, 0)
