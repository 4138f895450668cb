// Axes in another order.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator } from '../graph.js'
import { at, onlyLane, shifted } from '../rules/lanes.js'
import { tensorType } from '../tensor-type.js'

/** y[i_order] = x[i]: axis k of y is axis order[k] of x; the gradient goes back in the inverse order. ONNX Transpose 13. */
export const transpose = operator<{ readonly order: readonly number[] }>({
  kind: 'transpose',
  infer: ([input], { order }) => {
    const shape = input?.shape ?? []
    const sorted = [...order].sort((left, right) => left - right)
    if (
      input === undefined ||
      sorted.length !== shape.length ||
      sorted.some((axis, place) => axis !== place)
    ) {
      throw new GraphError('attribute-range', `[${order.join(',')}] is no order of ${shape.length} axes`)
    }
    return [
      tensorType(
        input.element,
        order.map((axis) => at(shape, axis)),
      ),
    ]
  },
  gradient: ({ attributes }, dy, g) => [
    () =>
      g.transpose(
        dy,
        attributes.order.map((_, axis) => attributes.order.indexOf(axis)),
      ),
  ],
  batch: ({ attributes }, lanes, _width, g) => [
    g.transpose(onlyLane(lanes), [0, ...shifted(attributes.order)]),
  ],
  onnx: ({ attributes }, { inputs, outputs }) => [
    { operator: 'Transpose', inputs, outputs, attributes: { perm: attributes.order } },
  ],
})
