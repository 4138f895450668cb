// What operators with index tensors share.
import { GraphError } from '../../../schemas/diagnostic.js'
import type { Builder, OnnxNode, OnnxScope, Value } from '../graph.js'
import { tensorOf } from '../tensor.js'
import type { Axis, TensorType } from '../tensor-type.js'
import { elementCodes, fixedShape } from '../tensor-type.js'

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

/** Tuples of indices `[I…, k]` into the first k axes of x: k. @throws GraphError `element-type`, `shape-mismatch` */
export function checkTuples(x: TensorType, indices: TensorType): number {
  checkIndices(indices)
  const [depth = 0] = fixedShape(indices.shape.slice(-1))
  if (depth < 1 || depth > x.shape.length) {
    const rank = x.shape.length
    throw new GraphError('shape-mismatch', `tuples of ${depth} indices do not fit a tensor of rank ${rank}`)
  }
  return depth
}

/** Tuples `[K, I…, k]` of a population as `[K, I…, 1 + k]`: the member's own number in front of each. */
export function ofMembers(indices: Value, g: Builder): Value {
  const { element, shape } = indices.type
  const [width = 1] = fixedShape(shape.slice(0, 1))
  const numbers = Array.from({ length: width }, (_, member) => member)
  const members = g.constant(tensorOf(element, [width, ...shape.slice(1).map(() => 1)], numbers))
  return g.concat([g.expand(members, [...shape.slice(0, -1), 1]), indices], -1)
}

/** Indices as int64, the only ones that ONNX's operators on tuples take: the node and the name of its result. */
export function wideIndices(indices: string, scope: OnnxScope): readonly [node: OnnxNode, name: string] {
  const name = scope.fresh()
  const attributes = { to: elementCodes.int64 }
  return [{ operator: 'Cast', inputs: [indices], outputs: [name], attributes }, name]
}
