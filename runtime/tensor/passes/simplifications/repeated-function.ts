// Functions of functions that are the inner one, or nothing at all.
import type { Simplification } from './simplification.js'
import { operandOf } from './simplification.js'

/** f(f(x)) = x. */
const involutions = new Set(['negate', 'not'])

/** f(f(x)) = f(x). */
const projections = new Set(['abs', 'ceil', 'floor', 'relu', 'round', 'sign'])

/** −(−x) and not not x are x; relu(relu(x)) is relu(x), and so on for all that give what they leave alone. */
export const repeatedFunction: Simplification = {
  operators: [...involutions, ...projections],
  apply: ({ node, inputs: [x] }) => {
    const inner = operandOf(x, node.operator)
    if (inner === undefined) return undefined
    return involutions.has(node.operator) ? inner : x
  },
}
