// Operators that give x for x and x.
import { isSame } from '../../rewrite.js'
import type { Simplification } from './simplification.js'

/** The smaller or larger of x and x, x and x, x or x are x. */
export const sameOperands: Simplification = {
  operators: ['and', 'maximum', 'minimum', 'or'],
  apply: ({ inputs: [x, y] }) => (x !== undefined && isSame(x, y) ? x : undefined),
}
