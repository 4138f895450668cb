// What operators with index tensors share.
import { GraphError } from '../../../schemas/diagnostic.js'
import type { Builder, Value } from '../graph.js'
import { tensorOf } from '../tensor.js'
import type { Axis, TensorType } from '../tensor-type.js'
import { fixedShape } from '../tensor-type.js'

/** @throws GraphError `element-type` unless int32 or int64 */
export function checkIndices(indices: TensorType): void {
  if (indices.element !== 'int64' && indices.element !== 'int32') {
    throw new GraphError('element-type', `indices must be int32 or int64, found ${indices.element}`)
  }
}

/** Indices of one entry each: shaped like x but on the axis. @throws GraphError `shape-mismatch` */
export function inferElements(x: TensorType, indices: TensorType, axis: number): void {
  const fits =
    x.shape.length === indices.shape.length &&
    x.shape.every((own, place) => {
      return place === axis || own === indices.shape[place]
    })
  if (!fits) throw new GraphError('shape-mismatch', `indices must be shaped like x but on axis ${axis}`)
}

/** Zeros of the type of x. */
export const zerosLike = (x: Value, g: Builder): Value => g.expand(g.scalar(0, x.type.element), x.type.shape)

/** Indices of member k moved by k·rows, so that they point into the rows of all members. */
export function offsetIndices(indices: Value, rows: Axis, width: number, g: Builder): Value {
  const [count = 0] = fixedShape([rows])
  const shape = indices.type.shape.map((_, axis) => (axis === 0 ? width : 1))
  const offsets = Array.from({ length: width }, (_, member) => member * count)
  return g.add(indices, g.constant(tensorOf(indices.type.element, shape, offsets)))
}
