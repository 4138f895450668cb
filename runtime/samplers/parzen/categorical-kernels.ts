// Kernels over the values of an unordered list.
import type { CategoryAxis } from './axis.js'
import type { Column } from './column.js'
import type { Group, Kernels } from './kernels.js'

/**
 * Each trial's kernel has w/m on every one of K values, m the number of kernels and w the prior's weight, and 1 more on the value that the trial
 * chose, normalised; the prior is uniform (Optuna).
 */
export function categoricalKernels(
  column: Column,
  axis: CategoryAxis,
  { rows }: Group,
  priorWeight: number,
): Kernels {
  const chosen = Int32Array.from(rows, (row) => column.coordinates[row] ?? 0)
  const count = chosen.length
  // A prior of weight 0 leaves kernels that are points; the smallest number keeps their logarithms finite.
  const share = Math.max(priorWeight / (count + 1), Number.MIN_VALUE)
  const own = 1 / (axis.count * share + 1)
  const logChosen = Math.log((share + 1) * own)
  const logOther = Math.log(share) + Math.log(own)
  const logUniform = -Math.log(axis.count)
  return {
    draw: (component, random) =>
      component < count && random.uniform() < own ? (chosen[component] ?? 0) : random.integer(axis.count),
    prior: () => logUniform,
    addPeaks: () => undefined,
    takeLacks: (coordinate, sums) => {
      for (let k = 0; k < count; k += 1) {
        sums[k] = (sums[k] ?? 0) + (chosen[k] === coordinate ? logChosen : logOther)
      }
      sums[count] = (sums[count] ?? 0) + logUniform
    },
  }
}
