// Tensors as data on the host: constants of graphs, feeds and results of sessions.
import { GraphError, InvariantError } from '../../schemas/diagnostic.js'
import { halfBits, halfNumber } from '../support/half.js'
import type { ElementType } from './tensor-type.js'

/** Storage of a tensor; booleans are bytes of 0 and 1, halves their bits (support/half.ts). */
export type TensorData =
  | Uint16Array
  | Float32Array
  | Float64Array
  | BigInt64Array
  | Int32Array
  | Uint32Array
  | Uint8Array
  | readonly string[]

/** Element type, shape and entries in row-major order. Not to be changed once made. */
export interface Tensor {
  readonly element: ElementType
  readonly shape: readonly number[]
  readonly data: TensorData
}

/** A tensor from plain numbers, converted as the element type demands. @throws GraphError `tensor-size` */
export function tensorOf(element: ElementType, shape: readonly number[], numbers: ArrayLike<number>): Tensor {
  return tensorFrom(element, shape, storageOf(element, numbers))
}

/** A tensor over storage that exists already (not copied). @throws GraphError `tensor-size` */
export function tensorFrom(element: ElementType, shape: readonly number[], data: TensorData): Tensor {
  const count = shape.reduce((product, axis) => product * axis, 1)
  if (data.length !== count) {
    throw new GraphError(
      'tensor-size',
      `[${shape.join(',')}] holds ${count} entries, but ${data.length} are given`,
    )
  }
  return { element, shape, data }
}

/** A scalar. */
export const scalarOf = (element: ElementType, value: number): Tensor => tensorOf(element, [], [value])

/** Entries as plain numbers; int64 entries beyond 2^53 lose bits. */
export function numbersOf(tensor: Tensor): readonly number[] {
  if (tensor.element === 'string') throw new InvariantError('strings are not numbers')
  const numbers = Array.from(tensor.data, Number)
  return tensor.element === 'float16' ? numbers.map(halfNumber) : numbers
}

/** The bytes of a tensor's entries, little-endian as ONNX stores them. @throws InvariantError for strings */
export function bytesOf(tensor: Tensor): Uint8Array {
  const data = tensor.data
  if (!ArrayBuffer.isView(data)) throw new InvariantError('strings have no fixed-width bytes')
  return new Uint8Array(data.buffer, data.byteOffset, data.byteLength)
}

function storageOf(element: ElementType, numbers: ArrayLike<number>): TensorData {
  switch (element) {
    case 'float16':
      return Uint16Array.from(numbers, halfBits)
    case 'float32':
      return Float32Array.from(numbers)
    case 'float64':
      return Float64Array.from(numbers)
    case 'int64':
      return BigInt64Array.from(Array.from(numbers, BigInt))
    case 'int32':
      return Int32Array.from(numbers)
    case 'uint32':
      return Uint32Array.from(numbers)
    case 'uint8':
      return Uint8Array.from(numbers)
    case 'bool':
      return Uint8Array.from(numbers, (value) => (value === 0 ? 0 : 1))
    case 'string':
      return Array.from(numbers, String)
  }
}
