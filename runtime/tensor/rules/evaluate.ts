// Elementwise operators on literals, for constant folding: only what gives exactly the runtime's bits.
import type { Tensor } from '../tensor.js'
import { numbersOf, tensorOf } from '../tensor.js'
import type { TensorType } from '../tensor-type.js'
import { countOf, fixedShape } from '../tensor-type.js'

/** Larger results are left to the runtime, so that a model stays small. */
const largest = 4096

/**
 * A function of numbers over broadcast literals. Rounding double results to float32 is exact for + − × ÷ √
 * (Figueroa 1995: double has more than 2·24 + 1 bits). Undefined for int64, whose entries may exceed doubles.
 */
export function evaluateElementwise(
  inputs: readonly Tensor[],
  type: TensorType,
  compute: (...numbers: readonly number[]) => number,
): Tensor | undefined {
  if (inputs.some((input) => input.element === 'int64' || input.element === 'string')) return undefined
  if (type.element === 'int64' || countOf(type.shape) > largest) return undefined
  const shape = fixedShape(type.shape)
  const columns = inputs.map((input) => stretched(input, shape))
  const count = countOf(shape)
  const numbers = Array.from({ length: count }, (_, index) =>
    compute(...columns.map((column) => column[index] ?? 0)),
  )
  return tensorOf(type.element, shape, numbers)
}

/** Entries of a tensor broadcast to a shape, row-major. */
export function stretched(tensor: Tensor, shape: readonly number[]): readonly number[] {
  const numbers = numbersOf(tensor)
  const lead = shape.length - tensor.shape.length
  const strides = shape.map((_, axis) => {
    const own = axis - lead
    if (own < 0 || tensor.shape[own] === 1) return 0
    return tensor.shape.slice(own + 1).reduce((product, length) => product * length, 1)
  })
  const count = shape.reduce((product, length) => product * length, 1)
  return Array.from({ length: count }, (_, flat) => {
    let rest = flat
    let offset = 0
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const length = shape[axis] ?? 1
      offset += (rest % length) * (strides[axis] ?? 0)
      rest = Math.floor(rest / length)
    }
    return numbers[offset] ?? 0
  })
}
