// Choices that are none.
import { isSame } from '../../rewrite.js'
import { numberAllOver } from '../../rules/literals.js'
import { isFloating } from '../../tensor-type.js'
import type { Value } from '../../graph.js'
import { stretchedTo } from './neutral-operand.js'
import type { Simplification } from './simplification.js'
import { operandOf } from './simplification.js'

/**
 * `where` of a condition that is known, or with equal branches, is the branch; a negated condition turns the branches. Reals must
 * be literals, not −0: ONNX Runtime's kernel makes 0 of −0 in the first branch and not in the second.
 */
export const choice: Simplification = {
  operators: ['where'],
  apply: ({ node, inputs: [condition, yes, no], build }) => {
    const [type] = node.types
    if (condition === undefined || yes === undefined || no === undefined || type === undefined)
      return undefined
    const known = numberAllOver(condition)
    const branch = known === undefined ? common(yes, no) : known === 0 ? no : yes
    if (branch !== undefined && isExact(branch)) return stretchedTo(branch, type, build)
    const opposite = operandOf(condition, 'not')
    return opposite !== undefined && isExact(yes) && isExact(no)
      ? build().where(opposite, no, yes)
      : undefined
  },
}

/** The branch that both are: the same value, or literals of one number. */
function common(yes: Value, no: Value): Value | undefined {
  const number = numberAllOver(yes)
  const isEqual = isSame(yes, no) || (number !== undefined && Object.is(number, numberAllOver(no)))
  return isEqual ? yes : undefined
}

/** Whether `where` gives the value's own bits, in either branch. */
function isExact(value: Value): boolean {
  const number = numberAllOver(value)
  return !isFloating(value.type.element) || (number !== undefined && !Object.is(number, -0))
}
