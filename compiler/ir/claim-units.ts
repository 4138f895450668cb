// How many units a claim is tested over, as the protocol will give them.
import type { PhaseCell } from '../../runtime/catalogue.js'
import type { ClaimNode } from './nodes.js'

/** Units of one claim: replicates, evaluation seeds, folds or tasks. */
export function unitsOfClaim({ over }: Pick<ClaimNode, 'over'>, cells: readonly PhaseCell[]): number {
  const keys = cells.flatMap(({ tuning, evaluation }): readonly (string | number)[] => {
    const { replicate, task, fold } = tuning
    if (over === 'replicates') return [replicate]
    if (over === 'tasks') return [task]
    if (over === 'folds') return [`${replicate}/${fold}`]
    return evaluation.flatMap(({ seeds }) => seeds.map((seed) => `${replicate}/${fold}/${seed}`))
  })
  return new Set(keys).size
}

/** `6 replicates`, `1 seed`. */
export const showUnits = (count: number, over: ClaimNode['over']): string =>
  `${count} ${count === 1 ? over.slice(0, -1) : over}`
