// Windows that slide over spatial axes: lengths of results, and population forms by channel groups.
import { GraphError } from '../../../schemas/diagnostic.js'
import type { Builder, Lane, Value } from '../graph.js'
import type { Axis, TensorType } from '../tensor-type.js'
import { fixedShape } from '../tensor-type.js'
import type { Window } from '../vocabulary.js'
import { at } from './lanes.js'

/** Spatial axes of `[N, C, …]`: one or two. @throws GraphError */
export function spatialOf(type: TensorType): readonly number[] {
  if (type.shape.length !== 3 && type.shape.length !== 4) {
    throw new GraphError('shape-mismatch', `[N, C, length] or [N, C, height, width] is expected`)
  }
  return fixedShape(type.shape.slice(2))
}

/** Windows that fit along each axis: ⌊(length + pads − dilation·(kernel − 1) − 1) / stride⌋ + 1. @throws GraphError */
export function windowCounts(
  spatial: readonly number[],
  kernel: readonly number[],
  window: Window,
): readonly number[] {
  const { strides, dilations, pads } = window
  const ranks = [kernel.length, strides.length, dilations.length, pads.length / 2]
  if (ranks.some((rank) => rank !== spatial.length)) {
    throw new GraphError(
      'attribute-range',
      `the window must have one entry for each of ${spatial.length} axes`,
    )
  }
  return spatial.map((length, axis) => {
    const padded = length + at(pads, axis) + at(pads, axis + spatial.length)
    const reach = at(dilations, axis) * (at(kernel, axis) - 1) + 1
    if (reach > padded) {
      throw new GraphError(
        'window-too-large',
        `a window of ${reach} does not fit an axis of ${padded} with its pads`,
      )
    }
    return Math.floor((padded - reach) / at(strides, axis)) + 1
  })
}

/** Entries between the end of the last window and the end of the padded axis: ConvTranspose's output padding. */
export function unreached(
  spatial: readonly number[],
  kernel: readonly number[],
  window: Window,
): readonly number[] {
  const counts = windowCounts(spatial, kernel, window)
  return spatial.map((length, axis) => {
    const padded = length + at(window.pads, axis) + at(window.pads, axis + spatial.length)
    const reach = at(window.dilations, axis) * (at(kernel, axis) - 1) + 1
    return padded - reach - (at(counts, axis) - 1) * at(window.strides, axis)
  })
}

/** ONNX's attributes of a window. */
export const windowAttributes = ({
  strides,
  dilations,
  pads,
}: Window): Record<string, readonly number[]> => ({
  strides,
  dilations,
  pads,
})

/** Members side by side in the channels: `[K, N, C, …] → [N, K·C, …]`; a shared value is repeated. */
export function inChannels(lane: Lane, width: number, g: Builder): Value {
  const { value, batched } = lane
  const [count = 1, channels = 1, ...rest] = fixedShape(value.type.shape.slice(batched ? 1 : 0))
  const axes = rest.map((_, axis) => axis + 3)
  const beside = batched
    ? g.transpose(value, [1, 0, 2, ...axes])
    : g.expand(g.unsqueeze(value, [1]), [count, width, channels, ...rest])
  return g.reshape(beside, [count, width * channels, ...rest])
}

/** The reverse: `[N, K·C, …] → [K, N, C, …]`. */
export function fromChannels(value: Value, width: number, g: Builder): Value {
  const [count = 1, channels = 1, ...rest] = fixedShape(value.type.shape)
  const apart = g.reshape(value, [count, width, channels / width, ...rest])
  return g.transpose(apart, [1, 0, 2, ...rest.map((_, axis) => axis + 3)])
}

/** The shape of `[N, C]` with spatial lengths. */
export const imageShape = (type: TensorType, channels: Axis, spatial: readonly number[]): readonly Axis[] => [
  at(type.shape, 0),
  channels,
  ...spatial,
]
