// The same entries in another shape.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator } from '../graph.js'
import { at, onlyLane } from '../rules/lanes.js'
import { tensorFrom, tensorOf } from '../tensor.js'
import type { Axis } from '../tensor-type.js'
import { fixedShape, tensorType } from '../tensor-type.js'

/** y = x in row-major order under another shape, which may hold one symbol of x. ONNX Reshape 14. */
export const reshape = operator<{ readonly shape: readonly Axis[] }>({
  kind: 'reshape',
  infer: ([input], { shape }) => {
    if (input === undefined || countText(input.shape) !== countText(shape)) {
      throw new GraphError('shape-mismatch', `the entries do not fill [${shape.join(',')}]`)
    }
    return [tensorType(input.element, shape)]
  },
  gradient: ({ inputs }, dy, g) => [() => g.reshape(dy, at(inputs, 0).type.shape)],
  batch: ({ attributes }, lanes, width, g) => [g.reshape(onlyLane(lanes), [width, ...attributes.shape])],
  onnx: ({ attributes }, { inputs, outputs, constant }) => {
    const shape = attributes.shape.map((axis) => (typeof axis === 'string' ? -1 : axis))
    const target = constant(tensorOf('int64', [shape.length], shape))
    return [{ operator: 'Reshape', inputs: [...inputs, target], outputs }]
  },
  evaluate: ([input], { attributes }) =>
    input === undefined ? undefined : tensorFrom(input.element, fixedShape(attributes.shape), input.data),
})

/** Number of entries and the symbols among the axes: what a reshape must keep. */
function countText(shape: readonly Axis[]): string {
  const symbols = shape.filter((axis) => typeof axis === 'string')
  const count = shape.reduce<number>(
    (product, axis) => (typeof axis === 'string' ? product : product * axis),
    1,
  )
  return [count, ...[...symbols].sort()].join('·')
}
