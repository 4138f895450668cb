// Operands that change nothing: x·1, x − 0, x and true, …
import type { Value } from '../../graph.js'
import { numberAllOver } from '../../rules/literals.js'
import type { TensorType } from '../../tensor-type.js'
import { isFloating, sameType } from '../../tensor-type.js'
import type { Build, Simplification } from './simplification.js'

interface Neutral {
  readonly number: number
  /** Also as the left operand. */
  readonly isLeft: boolean
}

/**
 * Neutral operands by operator. Of reals −0 is the neutral of a sum: −0 + 0 is 0, which is another number. Powers of 1
 * are exact in every C library (C17, F.10.4.4).
 */
const neutrals: Readonly<Record<string, (isReal: boolean) => Neutral>> = {
  add: (isReal) => ({ number: isReal ? -0 : 0, isLeft: true }),
  and: () => ({ number: 1, isLeft: true }),
  divide: () => ({ number: 1, isLeft: false }),
  multiply: () => ({ number: 1, isLeft: true }),
  or: () => ({ number: 0, isLeft: true }),
  power: () => ({ number: 1, isLeft: false }),
  subtract: () => ({ number: 0, isLeft: false }),
  xor: () => ({ number: 0, isLeft: true }),
}

/** x + (−0), x − 0, x·1, x/1, x¹, x and true, x or false, x xor false are x, stretched where the literal stretched it. */
export const neutralOperand: Simplification = {
  operators: Object.keys(neutrals),
  apply: ({ node, inputs: [x, y], build }) => {
    const [type] = node.types
    if (x === undefined || y === undefined || type === undefined) return undefined
    const { number, isLeft } = neutrals[node.operator]?.(isFloating(x.type.element)) ?? {
      number: NaN,
      isLeft: false,
    }
    if (Object.is(numberAllOver(y), number)) return stretchedTo(x, type, build)
    if (isLeft && Object.is(numberAllOver(x), number)) return stretchedTo(y, type, build)
    return undefined
  },
}

/** The value broadcast to a type; undefined where that would have to make an axis of unknown length. */
export function stretchedTo(x: Value, type: TensorType, build: Build): Value | undefined {
  if (sameType(x.type, type)) return x
  const lead = type.shape.length - x.type.shape.length
  const isOpen = type.shape.some(
    (axis, place) => typeof axis === 'string' && x.type.shape[place - lead] !== axis,
  )
  return isOpen ? undefined : build().expand(x, type.shape)
}
