// The fast Walsh–Hadamard transform.
import { GraphError } from '../../../schemas/diagnostic.js'
import type { Primitives, Value } from '../graph.js'
import { at } from '../rules/lanes.js'
import { tensorOf } from '../tensor.js'
import type { ElementType } from '../tensor-type.js'
import { countOf, fixedShape, normalAxis } from '../tensor-type.js'

/** Longest part of the axis that one product takes: fewer passes over the data than sums and differences of pairs. */
const radix = 16

/**
 * y = H·x along an axis of length n = 2ᵏ, with H[i, j] = (−1)^(number of ones that i and j share): Sylvester's order,
 * not scaled, so that H·H = n. H is the Kronecker product of smaller ones, so the axis is split into parts of at most 16,
 * each of which is multiplied by its own matrix: n·16·log₁₆ n operations.
 * @throws GraphError `shape-mismatch` unless the length is a power of two
 */
export function walshHadamard(g: Primitives, x: Value, axis: number): Value {
  const { element, shape } = x.type
  const place = normalAxis(axis, shape.length)
  const [length = 1] = fixedShape([at(shape, place)])
  const digits = Math.log2(length)
  if (!Number.isInteger(digits)) {
    throw new GraphError(
      'shape-mismatch',
      `\`walshHadamard\` needs a power of two, axis ${axis} has ${length}`,
    )
  }
  let before = countOf(shape.slice(0, place))
  let left = length
  let y = x
  while (left > 1) {
    const part = Math.min(radix, left)
    left /= part
    y = transformed(g, y, { element, before, part, after: left * countOf(shape.slice(place + 1)) })
    before *= part
  }
  return g.reshape(y, shape)
}

interface Part {
  readonly element: ElementType
  readonly before: number
  readonly part: number
  readonly after: number
}

/** `[before, part, after]` with the middle axis transformed. */
function transformed(g: Primitives, x: Value, { element, before, part, after }: Part): Value {
  const matrix = g.constant(tensorOf(element, [part, part], hadamard(part)))
  if (after === 1) return g.matmul(g.reshape(x, [before, part]), matrix)
  return g.matmul(matrix, g.reshape(x, [before, part, after]))
}

/** Sylvester's matrix, row by row. */
const hadamard = (length: number): readonly number[] =>
  Array.from({ length: length * length }, (_, entry) =>
    isEven(Math.floor(entry / length) & (entry % length)) ? 1 : -1,
  )

/** Whether the number of ones in the binary form is even. */
const isEven = (bits: number): boolean =>
  bits === 0 ? true : bits % 2 === 1 ? !isEven(bits >> 1) : isEven(bits >> 1)
