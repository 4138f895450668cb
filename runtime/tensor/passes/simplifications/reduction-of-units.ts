// Reductions over axes of length 1.
import { isFloating } from '../../tensor-type.js'
import type { Simplification } from './simplification.js'
import { numbersAt } from './simplification.js'

/**
 * The largest, smallest or product of one entry is that entry, as is a sum of integers: a reshape. Sums and means of reals
 * are left alone: ONNX Runtime adds to 0, which makes 0 of −0 where the axis is not the last.
 */
export const reductionOfUnits: Simplification = {
  operators: ['reduce_max', 'reduce_min', 'reduce_prod', 'reduce_sum'],
  apply: ({ node, inputs: [x], build }) => {
    const [type] = node.types
    if (x === undefined || type === undefined) return undefined
    if (node.operator === 'reduce_sum' && isFloating(type.element)) return undefined
    const isSingle = numbersAt(node, 'axes').every((axis) => x.type.shape[axis] === 1)
    return isSingle ? build().reshape(x, type.shape) : undefined
  },
}
