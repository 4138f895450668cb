// Tensors one after the other along an axis.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator } from '../graph.js'
import { checkElements } from '../rules/elementwise.js'
import { at, batchedValue } from '../rules/lanes.js'
import { fixedShape, sameShape, tensorType } from '../tensor-type.js'

/** y = [x₁ x₂ …] along an axis; each input gets its slice of the upstream gradient. ONNX Concat 13. */
export const concat = operator<{ readonly axis: number }>({
  kind: 'concat',
  infer: (inputs, { axis }) => {
    const first = at(inputs, 0)
    checkElements(inputs, 'any')
    const others = inputs.map((input) => input.shape.filter((_, place) => place !== axis))
    if (others.some((shape) => !sameShape(shape, at(others, 0)))) {
      throw new GraphError('shape-mismatch', `the shapes differ on other axes than ${axis}`)
    }
    const length = inputs.reduce((sum, { shape }) => sum + at(fixedShape([at(shape, axis)]), 0), 0)
    return [
      tensorType(
        first.element,
        first.shape.map((own, place) => (place === axis ? length : own)),
      ),
    ]
  },
  gradient: ({ inputs, attributes: { axis } }, dy, g) => {
    const lengths = inputs.map(({ type }) => at(fixedShape([at(type.shape, axis)]), 0))
    return lengths.map((length, index) => () => {
      const start = lengths.slice(0, index).reduce((sum, own) => sum + own, 0)
      return g.slice(dy, [{ axis, start, end: start + length }])
    })
  },
  batch: ({ attributes }, lanes, width, g) => [
    g.concat(
      lanes.map((lane) => batchedValue(lane, width, g)),
      attributes.axis + 1,
    ),
  ],
  onnx: ({ attributes }, { inputs, outputs }) => [
    { operator: 'Concat', inputs, outputs, attributes: { axis: attributes.axis } },
  ],
})
