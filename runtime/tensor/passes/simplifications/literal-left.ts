// Products with a number on the left.
import { numberAllOver } from '../../rules/literals.js'
import type { Simplification } from './simplification.js'

/** c·x is x·c: laws about numbers need to know one side alone, and equal products look equal. */
export const literalLeft: Simplification = {
  operators: ['multiply'],
  apply: ({ inputs: [x, y], build }) => {
    if (x === undefined || y === undefined) return undefined
    return numberAllOver(x) !== undefined && numberAllOver(y) === undefined
      ? build().multiply(y, x)
      : undefined
  },
}
