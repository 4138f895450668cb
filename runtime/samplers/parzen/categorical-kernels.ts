// Kernels over the values of an unordered list.
import type { RandomStream } from '../../support/random.js'
import type { CategoryAxis } from './axis.js'
import type { Column } from './column.js'
import type { Kernels } from './kernels.js'

/**
 * Each trial's kernel has w/m on every one of K values, m the number of kernels and w the prior's weight, and 1 more on the value that the trial
 * chose, normalised; the prior is uniform (Optuna). @param rows the group's trials, all of which met the decision
 */
export function categoricalKernels(
  column: Column,
  axis: CategoryAxis,
  rows: readonly number[],
  priorWeight: number,
): Kernels {
  const chosen = rows.map((row) => column.coordinates.get(row) ?? 0)
  // A prior of weight 0 leaves kernels that are points; the smallest number keeps their logarithms finite.
  const share = Math.max(priorWeight / (rows.length + 1), Number.MIN_VALUE)
  const total = axis.count * share + 1
  const logChosen = Math.log((share + 1) / total)
  const logOther = Math.log(share) - Math.log(total)
  const logUniform = -Math.log(axis.count)
  const own = 1 / total
  return {
    discrete: true,
    draw: (component, random: RandomStream) =>
      component < chosen.length && random.uniform() < own
        ? (chosen[component] ?? 0)
        : random.integer(axis.count),
    prior: () => logUniform,
    add: (coordinate, sums) => {
      for (let k = 0; k < chosen.length; k += 1) {
        sums[k] = (sums[k] ?? 0) + (chosen[k] === coordinate ? logChosen : logOther)
      }
      sums[chosen.length] = (sums[chosen.length] ?? 0) + logUniform
    },
  }
}
