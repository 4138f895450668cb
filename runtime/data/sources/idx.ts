// IDX, the format of the MNIST files (yann.lecun.com/exdb/mnist): big-endian, a magic number that gives type and rank.
import { DataError } from '../data-error.js'
import type { NumberArray } from './array.js'

/** Decodes an IDX file. @throws DataError malformed-idx */
export function readIdx(bytes: Uint8Array, source: string): NumberArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const type = types[bytes[2] ?? -1]
  const rank = bytes[3] ?? 0
  if (bytes.length < 4 + 4 * rank || bytes[0] !== 0 || bytes[1] !== 0 || type === undefined || rank === 0) {
    throw new DataError('malformed-idx', 'file', `'${source}' does not begin like an IDX file`)
  }
  const shape = Array.from({ length: rank }, (_, axis) => view.getUint32(4 + 4 * axis))
  const count = shape.reduce((product, axis) => product * axis, 1)
  const start = 4 + 4 * rank
  if (start + count * type.size !== bytes.length) {
    throw new DataError(
      'malformed-idx',
      'file',
      `'${source}' should hold ${count} numbers in ${count * type.size} bytes, but has ${bytes.length - start} bytes`,
      'the file may have been cut off; fetch it again',
    )
  }
  const values = Float64Array.from({ length: count }, (_, index) =>
    type.read(view, start + index * type.size),
  )
  return { shape, values, integer: type.integer }
}

interface IdxType {
  readonly size: number
  readonly integer: boolean
  readonly read: (view: DataView, at: number) => number
}

const types: Readonly<Record<number, IdxType>> = {
  0x08: { size: 1, integer: true, read: (view, at) => view.getUint8(at) },
  0x09: { size: 1, integer: true, read: (view, at) => view.getInt8(at) },
  0x0b: { size: 2, integer: true, read: (view, at) => view.getInt16(at) },
  0x0c: { size: 4, integer: true, read: (view, at) => view.getInt32(at) },
  0x0d: { size: 4, integer: false, read: (view, at) => view.getFloat32(at) },
  0x0e: { size: 8, integer: false, read: (view, at) => view.getFloat64(at) },
}
