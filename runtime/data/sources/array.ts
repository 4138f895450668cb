// What NPY and IDX files share: one dense array of numbers, rows along its first axis, as a raw table.
import { DataError } from '../data-error.js'
import type { RawTable } from '../raw-table.js'

/** A dense array in row-major order. */
export interface NumberArray {
  readonly shape: readonly number[]
  readonly values: Float64Array | Float32Array
  readonly integer: boolean
}

/**
 * Rows along the first axis: rank 1 gives one column `value`, rank 2 columns `column_0` …, rank 3 an image column
 * `[1, height, width]`, rank 4 an image column in channels-first order (a last axis of 1, 3 or 4 is taken for channels
 * unless the second already is one).
 * @throws DataError unsupported-array
 */
export function tableOf(array: NumberArray, source: string): RawTable {
  const [rows = 0, ...entry] = array.shape
  const { values, integer } = array
  if (entry.length === 0) {
    return { rows, columns: [{ kind: 'numbers', name: 'value', shape: [], values, integer }] }
  }
  if (entry.length === 1) return { rows, columns: columnsOf(array, rows, entry[0] ?? 0) }
  if (entry.length > 3 || array.shape.length === 0) {
    throw new DataError(
      'unsupported-array',
      'file',
      `'${source}' has shape ${array.shape.join('×')}; rows with one to three axes each were expected`,
      'reshape it to [rows, features] or [rows, channels, height, width]',
    )
  }
  const image = entry.length === 2 ? [1, ...entry] : entry
  const last = isChannels(image[2]) && !isChannels(image[0])
  return {
    rows,
    columns: [
      {
        kind: 'numbers',
        name: 'image',
        shape: last ? [image[2] ?? 0, image[0] ?? 0, image[1] ?? 0] : image,
        values: last ? channelsFirst(values, rows, image) : values,
        integer,
      },
    ],
  }
}

const isChannels = (axis: number | undefined): boolean => axis === 1 || axis === 3 || axis === 4

function columnsOf(array: NumberArray, rows: number, width: number): RawTable['columns'] {
  return Array.from({ length: width }, (_, column) => ({
    kind: 'numbers',
    name: `column_${column}`,
    shape: [],
    values: Float64Array.from({ length: rows }, (_, row) => array.values[row * width + column] ?? Number.NaN),
    integer: array.integer,
  }))
}

/** [N, H, W, C] → [N, C, H, W]. */
function channelsFirst(
  values: Float64Array | Float32Array,
  rows: number,
  image: readonly number[],
): Float32Array {
  const [height = 0, width = 0, channels = 0] = image
  const moved = new Float32Array(values.length)
  let to = 0
  for (let row = 0; row < rows; row += 1) {
    for (let channel = 0; channel < channels; channel += 1) {
      for (let pixel = 0; pixel < height * width; pixel += 1) {
        moved[to] = values[(row * height * width + pixel) * channels + channel] ?? Number.NaN
        to += 1
      }
    }
  }
  return moved
}
