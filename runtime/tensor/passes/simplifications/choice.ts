// Choices that are none.
import { isSame } from '../../rewrite.js'
import { numberAllOver } from '../../rules/literals.js'
import type { Value } from '../../graph.js'
import { stretchedTo } from './neutral-operand.js'
import type { Simplification } from './simplification.js'
import { operandOf } from './simplification.js'

/** `where` of a condition that is known, or with equal branches, is the branch; a negated condition turns the branches. */
export const choice: Simplification = {
  operators: ['where'],
  apply: ({ node, inputs: [condition, yes, no], g }) => {
    const [type] = node.types
    if (condition === undefined || yes === undefined || no === undefined || type === undefined)
      return undefined
    const known = numberAllOver(condition)
    if (known !== undefined) return stretchedTo(known === 0 ? no : yes, type, g)
    if (isEqual(yes, no)) return stretchedTo(yes, type, g)
    const opposite = operandOf(condition, 'not')
    return opposite === undefined ? undefined : g.where(opposite, no, yes)
  },
}

/** The same value, or literals of one number: the branches have one element type. */
function isEqual(yes: Value, no: Value): boolean {
  const number = numberAllOver(yes)
  return isSame(yes, no) || (number !== undefined && Object.is(number, numberAllOver(no)))
}
