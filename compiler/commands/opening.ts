// The sentence with which a run opens: how much will be trained.
import { openingSentence } from '../../runtime/report/opening.js'
import type { Analysed } from '../analyse.js'

/** "12 trials × 1 seed × 2 arms × 6 replicates + 12 evaluations = 156 trainings". */
export function openingOf({ experiment, context }: Analysed): string {
  const { arms, tasks, deploy } = experiment
  const { cells } = context
  const tunings = cells.map(({ tuning }) => tuning)
  const [first] = tunings
  const trainings = (
    units: readonly { readonly seeds: readonly number[]; readonly folds: readonly unknown[] }[],
  ) => units.reduce((sum, { seeds, folds }) => sum + seeds.length * folds.length, 0)
  return openingSentence({
    trials: arms.filter(({ fixed }) => fixed === undefined).map(({ budget }) => budget.trials),
    seeds: first?.seeds.length ?? 1,
    innerFolds: first?.folds.length ?? 1,
    replicates: new Set(tunings.map(({ replicate }) => replicate)).size || 1,
    outerFolds: new Set(tunings.map(({ fold }) => fold)).size || 1,
    tasks: Math.max(1, tasks.length),
    evaluations: arms.length * trainings(cells.flatMap(({ evaluation }) => evaluation)),
    // A foreign procedure leaves no model.
    refits: deploy.refit === 'none' ? 0 : arms.filter(({ space }) => space.model !== undefined).length,
  })
}
