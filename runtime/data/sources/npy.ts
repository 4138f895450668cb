// NPY, NumPy's format for one array (versions 1 to 3): dtypes f2 f4 f8, i1–i8, u1–u8 and b1, either byte order, C or Fortran order.
import { DataError } from '../data-error.js'
import type { NumberArray } from './array.js'

/** Decodes an NPY file. @throws DataError malformed-npy, unsupported-array */
export function readNpy(bytes: Uint8Array, source: string): NumberArray {
  const view = new DataView(bytes.buffer, bytes.byteOffset, bytes.byteLength)
  const { text, start } = headerOf(bytes, view, source)
  const descr = /'descr':\s*'([<>|=])([a-z])(\d+)'/.exec(text)
  const shapeText = /'shape':\s*\(([^)]*)\)/.exec(text)?.[1]
  if (descr === null || shapeText === undefined) {
    throw new DataError(
      'unsupported-array',
      'file',
      `'${source}' holds ${/'descr':\s*([^,]*)/.exec(text)?.[1] ?? 'an unknown type'}; one plain numeric type was expected`,
      'save it again as float32 or an integer type; structured and object arrays cannot be read',
    )
  }
  const shape = shapeText
    .split(',')
    .map((axis) => axis.trim())
    .filter((axis) => axis !== '')
    .map(Number)
  const [, order = '<', letter = 'f', width = '4'] = descr
  const count = shape.reduce((product, axis) => product * axis, 1)
  const size = Number(width)
  if (start + count * size > bytes.length) {
    throw malformed(source, `its header promises ${count} numbers, the file ends before`)
  }
  const read = reader(view, `${letter}${width}`, order !== '>', source)
  const flat = Float64Array.from({ length: count }, (_, index) => read(start + index * size))
  const fortran = /'fortran_order':\s*True/.test(text)
  return { shape, values: fortran ? rowMajor(flat, shape) : flat, integer: letter !== 'f' }
}

function headerOf(bytes: Uint8Array, view: DataView, source: string): { text: string; start: number } {
  const magic = [0x93, 0x4e, 0x55, 0x4d, 0x50, 0x59]
  if (bytes.length < 12 || magic.some((byte, index) => bytes[index] !== byte)) {
    throw malformed(source, 'it does not begin like an NPY file')
  }
  const major = bytes[6] ?? 1
  const length = major === 1 ? view.getUint16(8, true) : view.getUint32(8, true)
  const from = major === 1 ? 10 : 12
  if (from + length > bytes.length) throw malformed(source, 'its header is cut off')
  return { text: new TextDecoder('latin1').decode(bytes.subarray(from, from + length)), start: from + length }
}

const malformed = (source: string, why: string): DataError =>
  new DataError('malformed-npy', 'file', `'${source}' cannot be read as NPY: ${why}`)

function reader(view: DataView, type: string, little: boolean, source: string): (at: number) => number {
  const readers: Readonly<Record<string, (at: number) => number>> = {
    f2: (at) => half(view.getUint16(at, little)),
    f4: (at) => view.getFloat32(at, little),
    f8: (at) => view.getFloat64(at, little),
    i1: (at) => view.getInt8(at),
    i2: (at) => view.getInt16(at, little),
    i4: (at) => view.getInt32(at, little),
    i8: (at) => Number(view.getBigInt64(at, little)),
    u1: (at) => view.getUint8(at),
    u2: (at) => view.getUint16(at, little),
    u4: (at) => view.getUint32(at, little),
    u8: (at) => Number(view.getBigUint64(at, little)),
    b1: (at) => view.getUint8(at),
  }
  const found = readers[type]
  if (found !== undefined) return found
  throw new DataError(
    'unsupported-array',
    'file',
    `'${source}' holds numbers of type '${type}'; one of ${Object.keys(readers).join(', ')} was expected`,
    'save it again as float32 or an integer type',
  )
}

/** IEEE 754 binary16. */
function half(bits: number): number {
  const sign = bits & 0x8000 ? -1 : 1
  const exponent = (bits >> 10) & 0x1f
  const fraction = bits & 0x3ff
  if (exponent === 0) return sign * fraction * 2 ** -24
  if (exponent === 31) return fraction === 0 ? sign * Infinity : Number.NaN
  return sign * (1 + fraction / 1024) * 2 ** (exponent - 15)
}

/** Column-major to row-major. */
function rowMajor(flat: Float64Array, shape: readonly number[]): Float64Array {
  const moved = new Float64Array(flat.length)
  const index = shape.map(() => 0)
  for (let to = 0; to < flat.length; to += 1) {
    let from = 0
    for (let axis = shape.length - 1; axis >= 0; axis -= 1)
      from = from * (shape[axis] ?? 1) + (index[axis] ?? 0)
    moved[to] = flat[from] ?? Number.NaN
    for (let axis = shape.length - 1; axis >= 0; axis -= 1) {
      const next = (index[axis] ?? 0) + 1
      index[axis] = next === shape[axis] ? 0 : next
      if (index[axis] !== 0) break
    }
  }
  return moved
}
