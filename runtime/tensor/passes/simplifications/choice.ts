// Choices that are none.
import { isSame } from '../../rewrite.js'
import { numberAllOver } from '../../rules/literals.js'
import { isFloating } from '../../tensor-type.js'
import type { Value } from '../../graph.js'
import { stretchedTo } from './neutral-operand.js'
import type { Simplification } from './simplification.js'
import { operandOf } from './simplification.js'

/**
 * `where` of a condition that is known, or with equal branches, is the branch, if that holds no −0: ONNX Runtime's kernel makes
 * 0 of it, so reals must be a literal. A negated condition turns the branches.
 */
export const choice: Simplification = {
  operators: ['where'],
  apply: ({ node, inputs: [condition, yes, no], g }) => {
    const [type] = node.types
    if (condition === undefined || yes === undefined || no === undefined || type === undefined)
      return undefined
    const known = numberAllOver(condition)
    const branch = known === undefined ? common(yes, no) : known === 0 ? no : yes
    if (branch !== undefined && holdsNoNegativeZero(branch)) return stretchedTo(branch, type, g)
    const opposite = operandOf(condition, 'not')
    return opposite === undefined ? undefined : g.where(opposite, no, yes)
  },
}

/** The branch that both are: the same value, or literals of one number. */
function common(yes: Value, no: Value): Value | undefined {
  const number = numberAllOver(yes)
  const isEqual = isSame(yes, no) || (number !== undefined && Object.is(number, numberAllOver(no)))
  return isEqual ? yes : undefined
}

function holdsNoNegativeZero(value: Value): boolean {
  const number = numberAllOver(value)
  return !isFloating(value.type.element) || (number !== undefined && !Object.is(number, -0))
}
