// Types of tensors: element type and shape, and how shapes broadcast. Values themselves are in tensor.ts.
import { GraphError } from '../../schemas/diagnostic.js'

/** What a tensor holds; the names are ONNX's. */
export type ElementType =
  'float16' | 'float32' | 'float64' | 'int64' | 'int32' | 'uint32' | 'uint8' | 'bool' | 'string'

/** The numbers of ONNX's TensorProto.DataType. */
export const elementCodes = {
  float32: 1,
  uint8: 2,
  int32: 6,
  int64: 7,
  string: 8,
  bool: 9,
  float16: 10,
  float64: 11,
  uint32: 12,
} as const satisfies Record<ElementType, number>

/** Length of an axis: a number, or a symbol (such as `batch`) whose length is known only when the graph runs. */
export type Axis = number | string

/** Element type and shape; `[]` is a scalar. */
export interface TensorType {
  readonly element: ElementType
  readonly shape: readonly Axis[]
}

/** `tensorType('float32', [64, 10])`. */
export const tensorType = (element: ElementType, shape: readonly Axis[]): TensorType => ({ element, shape })

/** `float32[64,10]`. */
export const showType = (type: TensorType): string => `${type.element}[${type.shape.join(',')}]`

/** Same element type, same axes. */
export const sameType = (left: TensorType, right: TensorType): boolean =>
  left.element === right.element && sameShape(left.shape, right.shape)

/** Same axes, symbols by name. */
export const sameShape = (left: readonly Axis[], right: readonly Axis[]): boolean =>
  left.length === right.length && left.every((axis, index) => axis === right[index])

/** Whether this can be the length of an axis: a count, or a symbol with a name. */
export const isAxis = (axis: Axis): boolean =>
  typeof axis === 'string' ? axis !== '' : Number.isInteger(axis) && axis >= 0

/** True for the element types that have gradients. */
export const isFloating = (element: ElementType): boolean =>
  element === 'float32' || element === 'float64' || element === 'float16'

/**
 * The common shape of tensors that meet in an elementwise operator: axes are aligned at the end, an axis of 1
 * stretches. A symbol meets itself or 1.
 * @throws GraphError `shape-mismatch`
 */
export function broadcastShapes(...shapes: readonly (readonly Axis[])[]): readonly Axis[] {
  const rank = Math.max(0, ...shapes.map((shape) => shape.length))
  return Array.from({ length: rank }, (_, index) => {
    const met = shapes.map((shape) => shape[index - rank + shape.length] ?? 1).filter((axis) => axis !== 1)
    const [first = 1] = met
    if (met.some((axis) => axis !== first)) {
      throw new GraphError('shape-mismatch', `shapes ${showShapes(shapes)} do not broadcast`)
    }
    return first
  })
}

/** Entries of a shape without symbols. @throws GraphError `symbolic-axis` */
export const countOf = (shape: readonly Axis[]): number => fixedShape(shape).reduce((a, b) => a * b, 1)

/** The shape as numbers. @throws GraphError `symbolic-axis` where an axis is a symbol */
export function fixedShape(shape: readonly Axis[]): readonly number[] {
  return shape.map((axis) => {
    if (typeof axis === 'string') {
      throw new GraphError('symbolic-axis', `axis '${axis}' of [${shape.join(',')}] must be known here`)
    }
    return axis
  })
}

/** An axis index counted from the start. @throws GraphError `axis-out-of-range` */
export function normalAxis(axis: number, rank: number): number {
  const counted = axis < 0 ? axis + rank : axis
  if (!Number.isInteger(axis) || counted < 0 || counted >= rank) {
    throw new GraphError('axis-out-of-range', `axis ${axis} does not exist in a tensor of rank ${rank}`)
  }
  return counted
}

const showShapes = (shapes: readonly (readonly Axis[])[]): string =>
  shapes.map((shape) => `[${shape.join(',')}]`).join(' and ')
