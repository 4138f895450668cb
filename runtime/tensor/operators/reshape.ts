// The same entries in another shape.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator } from '../graph.js'
import { at, onlyLane } from '../rules/lanes.js'
import { tensorFrom, tensorOf } from '../tensor.js'
import type { Axis } from '../tensor-type.js'
import { fixedShape, tensorType } from '../tensor-type.js'

/**
 * y = x in row-major order under another shape, which may hold the symbols of x: all but one of them where they stood.
 * ONNX Reshape 14.
 */
export const reshape = operator<{ readonly shape: readonly Axis[] }>({
  kind: 'reshape',
  infer: ([input], { shape }) => {
    if (input === undefined || countText(input.shape) !== countText(shape)) {
      throw new GraphError('shape-mismatch', `the entries do not fill [${shape.join(',')}]`)
    }
    if (codesOf(shape, input.shape).filter((code) => code === unknown).length > 1) {
      throw new GraphError('symbolic-axis', `the free axes of [${shape.join(',')}] cannot be told apart`)
    }
    return [tensorType(input.element, shape)]
  },
  gradient: ({ inputs }, dy, g) => [() => g.reshape(dy, at(inputs, 0).type.shape)],
  batch: ({ attributes }, lanes, width, g) => [g.reshape(onlyLane(lanes), [width, ...attributes.shape])],
  onnx: (use, { inputs, outputs, constant }) => {
    const codes = codesOf(use.attributes.shape, at(use.inputs, 0).type.shape)
    const target = constant(tensorOf('int64', [codes.length], codes))
    return [{ operator: 'Reshape', inputs: [...inputs, target], outputs }]
  },
  evaluate: ([input], { attributes }) =>
    input === undefined ? undefined : tensorFrom(input.element, fixedShape(attributes.shape), input.data),
})

/** Lengths as ONNX has them: −1 is worked out, of which there may be one; 0 is the length of x at the same place. */
function codesOf(shape: readonly Axis[], from: readonly Axis[]): readonly number[] {
  const isOne = shape.filter((axis) => typeof axis === 'string').length === 1
  return shape.map((axis, place) => {
    if (typeof axis === 'number') return axis
    return !isOne && from[place] === axis ? 0 : unknown
  })
}

const unknown = -1

/** Number of entries and the symbols among the axes: what a reshape must keep. */
function countText(shape: readonly Axis[]): string {
  const symbols = shape.filter((axis) => typeof axis === 'string')
  const count = shape.reduce<number>(
    (product, axis) => (typeof axis === 'string' ? product : product * axis),
    1,
  )
  return [count, ...[...symbols].sort()].join('·')
}
