// A max pooling that finds its places by comparison: for WebGPU, whose MaxPool gives no indices.
import type { OnnxNode, OnnxScope, Use } from '../graph.js'
import { tensorOf } from '../tensor.js'
import { fixedShape } from '../tensor-type.js'
import type { PoolWindow } from '../vocabulary.js'
import { at } from './lanes.js'
import { spatialOf } from './window.js'

/** Below every float32. */
const lowest = -3.4028234663852886e38

/**
 * The values by MaxPool; the place of each is that of the first tap whose slice of the padded input equals it:
 * the start of the window plus the tap's offset in the image.
 */
export function comparing(use: Use<PoolWindow>, scope: OnnxScope): readonly OnnxNode[] {
  const [values = '', places = ''] = scope.outputs
  const { kernel, strides, dilations, pads } = use.attributes
  const nodes: OnnxNode[] = []
  const add = (
    operator: string,
    inputs: readonly string[],
    attributes: OnnxNode['attributes'] = {},
  ): string => {
    const result = scope.fresh()
    nodes.push({ operator, inputs, outputs: [result], attributes })
    return result
  }
  const inputs = scope.inputs
  nodes.push({
    operator: 'MaxPool',
    inputs,
    outputs: [values],
    attributes: { kernel_shape: kernel, strides, dilations, pads },
  })
  const image = padded(use, scope, add)
  const [last, ...earlier] = tapsOf(use).reverse()
  let offset = scope.constant(tensorOf('int32', [], [last?.offset ?? 0]))
  for (const tap of earlier) {
    const seen = add('Equal', [slice(use, scope, image, tap.place, add), values])
    offset = add('Where', [seen, scope.constant(tensorOf('int32', [], [tap.offset])), offset])
  }
  const [images, windows] = starts(use)
  const start = add('Add', [scope.constant(images), scope.constant(windows)])
  const sum = add('Add', [start, offset])
  return [...nodes, { operator: 'Cast', inputs: [sum], outputs: [places], attributes: { to: 7 } }]
}

type Add = (operator: string, inputs: readonly string[], attributes?: OnnxNode['attributes']) => string

function padded({ attributes: { pads } }: Use<PoolWindow>, scope: OnnxScope, add: Add): string {
  const [x = ''] = scope.inputs
  if (pads.every((length) => length === 0)) return x
  const rank = pads.length / 2
  const lengths = [0, 0, ...pads.slice(0, rank), 0, 0, ...pads.slice(rank)]
  const list = scope.constant(tensorOf('int64', [lengths.length], lengths))
  return add('Pad', [x, list, scope.constant(tensorOf('float32', [], [lowest]))])
}

/** What a tap of the kernel sees. */
function slice(
  use: Use<PoolWindow>,
  scope: OnnxScope,
  image: string,
  place: readonly number[],
  add: Add,
): string {
  const { strides, dilations } = use.attributes
  const counts = spatialOf(at(use.outputs, 0).type)
  const starts = place.map((index, axis) => index * at(dilations, axis))
  const ends = starts.map((start, axis) => start + at(strides, axis) * (at(counts, axis) - 1) + 1)
  const lists = [starts, ends, starts.map((_, axis) => axis + 2), strides]
  return add('Slice', [image, ...lists.map((list) => scope.constant(tensorOf('int64', [list.length], list)))])
}

/** Taps in row-major order with their distance from the window's start in the flattened image. */
function tapsOf({ inputs, attributes: { kernel, dilations } }: Use<PoolWindow>) {
  const spatial = spatialOf(at(inputs, 0).type)
  const places = kernel.reduce<readonly (readonly number[])[]>(
    (known, length) => known.flatMap((place) => Array.from({ length }, (_, index) => [...place, index])),
    [[]],
  )
  return places.map((place) => ({
    place,
    offset: place.reduce((sum, index, axis) => sum * at(spatial, axis) + index * at(dilations, axis), 0),
  }))
}

/** Where each image starts in x flattened `[N, C, 1, …]`, and each window in its image (pads may put it before). */
function starts({ inputs, outputs, attributes: { strides, pads } }: Use<PoolWindow>) {
  const [count = 1, channels = 1, ...spatial] = fixedShape(at(inputs, 0).type.shape)
  const size = spatial.reduce((product, length) => product * length, 1)
  const counts = spatialOf(at(outputs, 0).type)
  const images = Array.from({ length: count * channels }, (_, index) => index * size)
  const windows = counts.reduce<readonly number[]>(
    (known, length, axis) =>
      known.flatMap((start) =>
        Array.from(
          { length },
          (_, index) => start * at(spatial, axis) + index * at(strides, axis) - at(pads, axis),
        ),
      ),
    [0],
  )
  const ones = spatial.map(() => 1)
  return [tensorOf('int32', [count, channels, ...ones], images), tensorOf('int32', counts, windows)] as const
}
