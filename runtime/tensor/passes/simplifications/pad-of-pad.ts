// Pads of nothing, and of pads with the same number.
import type { Simplification } from './simplification.js'
import { numbersAt, useOf } from './simplification.js'

/** No pad is x; a pad of a pad with the same number is one pad. */
export const padOfPad: Simplification = {
  operators: ['pad'],
  apply: ({ node, inputs: [x], build }) => {
    if (x === undefined) return undefined
    const [before, after] = [numbersAt(node, 'before'), numbersAt(node, 'after')]
    if ([...before, ...after].every((length) => length === 0)) return x
    const inner = useOf(x, 'pad')
    const [source] = inner?.inputs ?? []
    const value = Number(node.attributes['value'])
    if (inner === undefined || source === undefined || !Object.is(inner.attributes['value'], value))
      return undefined
    return build().pad(
      source,
      sums(before, numbersAt(inner, 'before')),
      sums(after, numbersAt(inner, 'after')),
      value,
    )
  },
}

const sums = (left: readonly number[], right: readonly number[]): readonly number[] =>
  left.map((length, axis) => length + (right[axis] ?? 0))
