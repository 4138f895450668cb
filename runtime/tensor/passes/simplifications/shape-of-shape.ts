// Reshapes and expands of each other, and those that change no shape.
import { sameShape } from '../../tensor-type.js'
import type { Simplification } from './simplification.js'
import { operandOf } from './simplification.js'

/** A reshape of a reshape, or an expand of an expand, is the last one alone; to the shape of x it is x. */
export const shapeOfShape: Simplification = {
  operators: ['expand', 'reshape'],
  apply: ({ node, inputs: [x], build }) => {
    const [type] = node.types
    if (x === undefined || type === undefined) return undefined
    if (sameShape(x.type.shape, type.shape)) return x
    const source = operandOf(x, node.operator)
    if (source === undefined) return undefined
    return node.operator === 'expand'
      ? build().expand(source, type.shape)
      : build().reshape(source, type.shape)
  },
}
