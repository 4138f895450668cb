// One of two neighbours gets a number, the other zero.
import { GraphError } from '../../../schemas/diagnostic.js'
import type { Stretch } from '../vocabulary.js'
import { operator } from '../graph.js'
import { at, batchedValue } from '../rules/lanes.js'
import { tapeOf } from '../rules/tape.js'
import { elementCodes, fixedShape, sameShape, tensorType, type Axis } from '../tensor-type.js'

/**
 * x₀ = y where `first` holds, else 0, and x₁ = y − x₀, along a new axis of length 2: what `pair_max` sends back.
 * ONNX Cast 13, Mul 14, Sub 14, Concat 13.
 */
export const pairSpread = operator<{ readonly axis: number }>({
  kind: 'pair_spread',
  infer: ([y, first], { axis }) => {
    if (y === undefined || first?.element !== 'bool' || !sameShape(y.shape, first.shape)) {
      throw new GraphError('shape-mismatch', 'a bool is expected for each number')
    }
    return [tensorType(y.element, withAxis(y.shape, axis, 2))]
  },
  gradient: ({ inputs, attributes: { axis } }, dy, g) => {
    const [y, first] = [at(inputs, 0), at(inputs, 1)]
    const part = (start: number) => {
      const stretch: Stretch = { axis, start, end: start + 1 }
      return g.reshape(g.slice(dy, [stretch]), y.type.shape)
    }
    return [() => g.where(first, part(0), part(1)), undefined]
  },
  batch: ({ attributes: { axis } }, lanes, width, g) => [
    g.pairSpread(batchedValue(at(lanes, 0), width, g), batchedValue(at(lanes, 1), width, g), axis + 1),
  ],
  onnx: ({ inputs, attributes: { axis } }, scope) => {
    const tape = tapeOf(scope)
    const [y = '', first = ''] = scope.inputs
    const shape = tape.ints(withAxis(fixedShape(at(inputs, 0).type.shape), axis, 1))
    const left = tape.add('Mul', [
      y,
      tape.add('Cast', [first], { to: elementCodes[at(inputs, 0).type.element] }),
    ])
    const parts = [left, tape.add('Sub', [y, left])].map((part) => tape.add('Reshape', [part, shape]))
    return tape.ending('Concat', parts, { axis })
  },
})

/** The shape with one more axis at that place. */
const withAxis = <A extends Axis>(shape: readonly A[], axis: number, length: A): readonly A[] => [
  ...shape.slice(0, axis),
  length,
  ...shape.slice(axis),
]
