// Statistics of a column: one set for a scalar, one an entry of a vector, one a channel of an image.
import type { Builder, Value } from '../../tensor/graph.js'
import { tensorOf } from '../../tensor/tensor.js'
import type { FittingColumn } from './prepare.js'

/** How many sets of statistics an entry of this shape has: `[]` 1, `[n]` n, `[channels, height, width]` channels. */
export const lanesOf = (shape: readonly number[]): number => shape[0] ?? 1

/** Present values of each lane, in row order. */
export function valuesByLane({ type, values }: FittingColumn): readonly Float64Array[] {
  const size = type.shape.reduce((product, axis) => product * axis, 1)
  const count = lanesOf(type.shape)
  const stretch = size / count
  return Array.from({ length: count }, (_, lane) => {
    const present = new Float64Array(values.length / count)
    let length = 0
    for (let start = lane * stretch; start < values.length; start += size) {
      for (let index = start; index < start + stretch; index += 1) {
        const value = values[index] ?? 0
        // NaN alone differs from itself.
        if (value !== value) continue
        present[length] = value
        length += 1
      }
    }
    return present.subarray(0, length)
  })
}

/** One number a lane as a constant that broadcasts over [batch, …shape]. */
export function laneConstant(graph: Builder, shape: readonly number[], numbers: readonly number[]): Value {
  const axes = shape.map((axis, index) => (index === 0 ? axis : 1))
  return graph.constant(tensorOf('float32', axes, numbers))
}
