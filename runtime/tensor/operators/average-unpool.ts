// What an average pooling sends back to its input.
import { operator } from '../graph.js'
import { checkElements } from '../rules/elementwise.js'
import { at, merged, onlyLane, parted } from '../rules/lanes.js'
import { imageShape, spatialOf, unreached, windowCounts } from '../rules/window.js'
import { tensorOf } from '../tensor.js'
import { tensorType } from '../tensor-type.js'
import type { PoolWindow } from '../vocabulary.js'

type Attributes = PoolWindow & { readonly spatial: readonly number[] }

/**
 * dx[i] = Σ over windows p that hold i of dy[p] / (entries of p). Linear, its gradient is `average_pool`. ONNX: a
 * division by constants, then ConvTranspose 11 with ones, channel by channel.
 */
export const averageUnpool = operator<Attributes>({
  kind: 'average_unpool',
  infer: (inputs, { spatial }) => {
    checkElements(inputs, 'float32')
    const dy = at(inputs, 0)
    spatialOf(dy)
    return [tensorType(dy.element, imageShape(dy, at(dy.shape, 1), spatial))]
  },
  gradient: ({ attributes }, dy, g) => [() => g.averagePool(dy, attributes)],
  batch: ({ attributes }, lanes, width, g) => [
    parted(g.averageUnpool(merged(onlyLane(lanes), g), attributes.spatial, attributes), width, g),
  ],
  onnx: ({ outputs, attributes }, { inputs: [dy = ''], outputs: results, fresh, constant }) => {
    const { kernel, strides, dilations, pads, spatial } = attributes
    const { element, shape } = at(outputs, 0).type
    const counts = windowCounts(spatial, kernel, attributes)
    const shares = constant(tensorOf(element, counts, sharesOf(attributes)))
    const ones = constant(tensorOf(element, [1, 1, ...kernel], ofOnes(kernel)))
    const single = constant(tensorOf('int64', [2 + counts.length], [-1, 1, ...counts]))
    const back = constant(tensorOf('int64', [shape.length], [-1, Number(at(shape, 1)), ...spatial]))
    const [scaled, images, spread] = [fresh(), fresh(), fresh()]
    const output_padding = unreached(spatial, kernel, attributes)
    return [
      { operator: 'Mul', inputs: [dy, shares], outputs: [scaled] },
      { operator: 'Reshape', inputs: [scaled, single], outputs: [images] },
      {
        operator: 'ConvTranspose',
        inputs: [images, ones],
        outputs: [spread],
        attributes: { strides, dilations, pads, output_padding },
      },
      { operator: 'Reshape', inputs: [spread, back], outputs: results },
    ]
  },
})

const ofOnes = (shape: readonly number[]): readonly number[] =>
  Array.from({ length: shape.reduce((product, length) => product * length, 1) }, () => 1)

/** One over the number of entries, pads left out, of each window. */
function sharesOf({ kernel, strides, pads, dilations, spatial }: Attributes): readonly number[] {
  const counts = windowCounts(spatial, kernel, { strides, pads, dilations })
  const along = spatial.map((length, axis) =>
    Array.from({ length: at(counts, axis) }, (_, place) => {
      const start = place * at(strides, axis) - at(pads, axis)
      return Math.min(start + at(kernel, axis), length) - Math.max(start, 0)
    }),
  )
  return along
    .reduce<readonly number[]>(
      (sizes, own) => sizes.flatMap((size) => own.map((length) => size * length)),
      [1],
    )
    .map((size) => 1 / size)
}
