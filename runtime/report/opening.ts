// The sentence that opens every run and every dry run: how much will be trained, and how long that takes.
import { plural, showDuration } from './numbers.js'

/** How much a run will do. */
export interface WorkPlan {
  /** Trials of each searching arm, in one replicate and task; arms may differ only where a waiver says so. */
  readonly trials: readonly number[]
  /** Trainings of a trial: seeds and inner folds. */
  readonly seeds: number
  readonly innerFolds: number
  readonly replicates: number
  readonly outerFolds: number
  readonly tasks: number
  /** Trainings of the evaluation phase, over all arms and replicates. */
  readonly evaluations: number
  /** Trainings of deployed models. */
  readonly refits: number
  /** Estimated seconds; absent without ground for an estimate. */
  readonly seconds?: number
}

/** "12 trials × 1 seed × 2 arms × 6 replicates + 12 evaluations = 156 trainings, about 2 min". Factors of one but seeds are left out. */
export function openingSentence(work: WorkPlan): string {
  const trials = work.trials.filter((count) => count > 0)
  const evaluations = work.evaluations === 0 ? '' : plural(work.evaluations, 'evaluation')
  const refits = work.refits === 0 ? '' : plural(work.refits, 'refit')
  const terms = [...tuningTerms(work, trials), evaluations, refits].filter((term) => term !== '')
  const time = work.seconds === undefined ? '' : `, about ${showDuration(work.seconds)}`
  return `${terms.join(' + ')} = ${plural(totalTrainings(work), 'training')}${time}`
}

/** The number that the sentence ends in. */
export function totalTrainings(work: WorkPlan): number {
  const trials = work.trials.reduce((sum, count) => sum + count, 0)
  const each = work.seeds * work.innerFolds * work.replicates * work.outerFolds * work.tasks
  return trials * each + work.evaluations + work.refits
}

function tuningTerms(work: WorkPlan, trials: readonly number[]): readonly string[] {
  const [first = 0, ...rest] = trials
  if (trials.length === 0) return []
  const equal = rest.every((count) => count === first)
  const heads = equal
    ? [`${plural(first, 'trial')} × ${plural(work.seeds, 'seed')} × ${plural(trials.length, 'arm')}`]
    : trials.map((count) => `${plural(count, 'trial')} × ${plural(work.seeds, 'seed')}`)
  const factors = (
    [
      [work.replicates, 'replicate'],
      [work.outerFolds, 'outer fold'],
      [work.innerFolds, 'inner fold'],
      [work.tasks, 'task'],
    ] as const
  )
    .filter(([count]) => count > 1)
    .map(([count, noun]) => ` × ${plural(count, noun)}`)
  return heads.map((head) => head + factors.join(''))
}
