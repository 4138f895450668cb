// Signs that go into a neighbour. A NaN may get another sign, which is no number: IEEE 754 (6.3) leaves it open.
import type { OperationNode, Value } from '../../graph.js'
import { numberAllOver } from '../../rules/literals.js'
import { isFloating, sameType } from '../../tensor-type.js'
import type { Simplification, SimplifiedUse } from './simplification.js'
import { operandOf, useOf } from './simplification.js'

type Law = (use: SimplifiedUse, x: Value, y: Value) => Value | undefined

/**
 * a + (−b) and (−b) + a are a − b; a − (−b) is a + b and (−0) − a is −a; (−a)·(−b) is a·b and (−a)/(−b) is a/b; with a number
 * c, (−a)·c and −(a·c) are a·(−c), (−a)/c and −(a/c) are a/(−c), a·(−1) and a/(−1) are −a. Rounding to nearest is the same for
 * either sign, so these hold to the last bit; −(a − b) = b − a does not, for a = b.
 */
export const movedSign: Simplification = {
  operators: ['add', 'divide', 'multiply', 'negate', 'subtract'],
  apply: (use) => {
    const [x, y = x] = use.inputs
    return x === undefined || y === undefined || !isFloating(x.type.element)
      ? undefined
      : laws[use.node.operator]?.(use, x, y)
  },
}

const add: Law = ({ build }, x, y) => {
  const [left, right] = [operandOf(x, 'negate'), operandOf(y, 'negate')]
  if (right !== undefined) return build().subtract(x, right)
  return left === undefined ? undefined : build().subtract(y, left)
}

const subtract: Law = ({ node, build }, x, y) => {
  const right = operandOf(y, 'negate')
  if (right !== undefined) return build().add(x, right)
  return Object.is(numberAllOver(x), -0) && isResult(y, node) ? build().negate(y) : undefined
}

/** Products and quotients alike. */
const scale: Law = ({ node, build }, x, y) => {
  const combine = node.operator === 'multiply' ? build().multiply : build().divide
  const [left, right] = [operandOf(x, 'negate'), operandOf(y, 'negate')]
  if (left !== undefined && right !== undefined) return combine(left, right)
  const number = numberAllOver(y)
  if (number === undefined || !isResult(x, node)) return undefined
  if (number === -1) return build().negate(x)
  return left === undefined ? undefined : combine(left, -number)
}

const negate: Law = ({ build }, x) => {
  const inner = useOf(x, 'multiply') ?? useOf(x, 'divide')
  const [source, factor] = inner?.inputs ?? []
  if (inner === undefined || source === undefined || factor === undefined || !isResult(source, inner))
    return undefined
  const number = numberAllOver(factor)
  if (number === undefined) return undefined
  return inner.operator === 'multiply' ? build().multiply(source, -number) : build().divide(source, -number)
}

const laws: Readonly<Record<string, Law>> = { add, divide: scale, multiply: scale, negate, subtract }

/** Whether the other operand stretched nothing. */
const isResult = (x: Value, { types: [type] }: OperationNode): boolean =>
  type !== undefined && sameType(x.type, type)
