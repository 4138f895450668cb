// Transpositions of each other, those that move nothing, and those that move only axes of length 1.
import type { Value } from '../../graph.js'
import type { TensorType } from '../../tensor-type.js'
import type { Simplification } from './simplification.js'
import { numbersAt, useOf } from './simplification.js'

/** Two transpositions are one, or none; where the axes longer than 1 keep their order, it is a reshape, which copies nothing. */
export const transposeOrder: Simplification = {
  operators: ['transpose'],
  apply: ({ node, inputs: [x], build }) => {
    const [type] = node.types
    if (x === undefined || type === undefined) return undefined
    const order = numbersAt(node, 'order')
    if (isAscending(order)) return x
    const inner = useOf(x, 'transpose')
    const [source] = inner?.inputs ?? []
    if (inner === undefined || source === undefined) {
      return keepsEntries(x, order, type) ? build().reshape(x, type.shape) : undefined
    }
    const first = numbersAt(inner, 'order')
    return build().transpose(
      source,
      order.map((axis) => first[axis] ?? 0),
    )
  },
}

/** Whether the entries stay where they are. A reshape can have one open axis at most. */
function keepsEntries(x: Value, order: readonly number[], { shape }: TensorType): boolean {
  const isOpen = shape.filter((axis) => typeof axis === 'string').length > 1
  return !isOpen && isAscending(order.filter((axis) => x.type.shape[axis] !== 1))
}

const isAscending = (order: readonly number[]): boolean =>
  order.every((axis, place) => place === 0 || axis > (order[place - 1] ?? 0))
