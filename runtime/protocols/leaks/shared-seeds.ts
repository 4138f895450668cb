// Leak rule: a training seed that serves in tuning and in evaluation.
import type { LeakRule } from './leak-rule.js'

const code = 'shared-seeds'

/** No seed, in any replicate of any arm, is used in both phases: a lucky seed cannot be selected and reported. */
export const sharedSeeds: LeakRule = {
  code,
  summary: 'A training seed is used in tuning and in evaluation.',
  check: ({ arms }) => {
    const cells = arms.flatMap((arm) => arm.cells)
    const tuning = new Set(cells.flatMap((cell) => cell.tuning.seeds))
    const evaluating = new Set(cells.flatMap((cell) => cell.evaluation.flatMap((unit) => unit.seeds)))
    const shared = [...evaluating].find((seed) => tuning.has(seed))
    if (shared !== undefined) {
      return {
        rule: code,
        status: 'violated',
        message: `seed ${shared} is used in tuning and in evaluation`,
        hint: 'give the phases seeds of their own',
      }
    }
    return {
      rule: code,
      status: 'proved',
      statement: `None of the ${evaluating.size} evaluation seeds is among the ${tuning.size} tuning seeds (seeds compared).`,
    }
  },
}
