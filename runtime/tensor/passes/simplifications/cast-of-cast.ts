// Casts of casts.
import type { ElementType } from '../../tensor-type.js'
import type { Simplification } from './simplification.js'
import { operandOf } from './simplification.js'

/** Element types that hold every number of another, so that a cast to them loses nothing. */
const holders: Readonly<Record<ElementType, readonly ElementType[]>> = {
  bool: ['uint8', 'int32', 'uint32', 'int64', 'float32', 'float64'],
  uint8: ['int32', 'uint32', 'int64', 'float32', 'float64'],
  int32: ['int64', 'float64'],
  uint32: ['int64', 'float64'],
  int64: [],
  float16: ['float32', 'float64'],
  float32: ['float64'],
  float64: [],
  string: [],
}

const holds = (to: ElementType, from: ElementType): boolean => to === from || holders[from].includes(to)

/**
 * A cast on from a type that lost nothing is a cast from the source: A → B → A is nothing, A → B → C is A → C, where B
 * and C hold all of A. (Elsewhere it is left alone: what does not fit a type has another result by each way.)
 */
export const castOfCast: Simplification = {
  operators: ['cast'],
  apply: ({ node, inputs: [x], build }) => {
    const [type] = node.types
    if (x === undefined || type === undefined) return undefined
    if (x.type.element === type.element) return x
    const source = operandOf(x, 'cast')
    if (source === undefined) return undefined
    const { element } = source.type
    return holds(x.type.element, element) && holds(type.element, element)
      ? build().cast(source, type.element)
      : undefined
  },
}
