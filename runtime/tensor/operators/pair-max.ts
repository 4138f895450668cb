// The larger of two neighbours.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator } from '../graph.js'
import { checkElements } from '../rules/elementwise.js'
import { at, onlyLane } from '../rules/lanes.js'
import { tapeOf } from '../rules/tape.js'
import { fixedShape, tensorType } from '../tensor-type.js'

/**
 * y = max(x₀, x₁) over an axis of length 2, which goes; and whether x₀ ≥ x₁ (bool): the gradient goes to x₀ then, else to x₁.
 * ONNX Split 18, Max 13, GreaterOrEqual 16.
 */
export const pairMax = operator<{ readonly axis: number }>({
  kind: 'pair_max',
  infer: (inputs, { axis }) => {
    checkElements(inputs, 'reals')
    const { element, shape } = at(inputs, 0)
    if (shape[axis] !== 2) throw new GraphError('shape-mismatch', `axis ${String(axis)} must have length 2`)
    const single = shape.filter((_, place) => place !== axis)
    return [tensorType(element, single), tensorType('bool', single)]
  },
  gradient: ({ outputs, attributes: { axis } }, dy, g) => [() => g.pairSpread(dy, at(outputs, 1), axis)],
  batch: ({ attributes: { axis } }, lanes, _width, g) => g.pairMax(onlyLane(lanes), axis + 1),
  onnx: ({ outputs, attributes: { axis } }, scope) => {
    const tape = tapeOf(scope)
    const [larger = '', isFirst = ''] = scope.outputs
    const [left, right] = [scope.fresh(), scope.fresh()]
    const shape = tape.ints(fixedShape(at(outputs, 0).type.shape))
    const split = { operator: 'Split', inputs: [...scope.inputs, tape.ints([1, 1])], outputs: [left, right] }
    const both = [left, right].map((part) => tape.add('Reshape', [part, shape]))
    const apart = [{ ...split, attributes: { axis } }, ...tape.nodes]
    const largest = { operator: 'Max', inputs: both, outputs: [larger] }
    if (isFirst === '') return [...apart, largest]
    return [...apart, largest, { operator: 'GreaterOrEqual', inputs: both, outputs: [isFirst] }]
  },
})
