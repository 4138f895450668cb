// Repetition along axes of length 1.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator } from '../graph.js'
import { evaluateElementwise } from '../rules/evaluate.js'
import { aligned, at } from '../rules/lanes.js'
import { tensorOf } from '../tensor.js'
import type { Axis } from '../tensor-type.js'
import { broadcastShapes, sameShape, tensorType } from '../tensor-type.js'

/** y = x broadcast to a shape; the upstream gradient is summed back (by autodiff). ONNX Expand 13. */
export const expand = operator<{ readonly shape: readonly Axis[] }>({
  kind: 'expand',
  infer: ([input], { shape }) => {
    if (input === undefined || !sameShape(broadcastShapes(input.shape, shape), shape)) {
      throw new GraphError('shape-mismatch', `it does not broadcast to [${shape.join(',')}]`)
    }
    const lead = shape.length - input.shape.length
    shape.forEach((axis, place) => {
      if (typeof axis === 'string' && input.shape[place - lead] !== axis) {
        throw new GraphError(
          'symbolic-axis',
          `axis '${axis}' cannot be made by expand: its length is unknown`,
        )
      }
    })
    return [tensorType(input.element, shape)]
  },
  gradient: (_use, dy) => [() => dy],
  batch: ({ attributes }, lanes, width, g) => [
    g.expand(aligned(at(lanes, 0), attributes.shape.length, g), [width, ...attributes.shape]),
  ],
  onnx: ({ attributes }, { inputs, outputs, constant }) => {
    const shape = attributes.shape.map((axis) => (typeof axis === 'string' ? 1 : axis))
    return [
      {
        operator: 'Expand',
        inputs: [...inputs, constant(tensorOf('int64', [shape.length], shape))],
        outputs,
      },
    ]
  },
  evaluate: (inputs, { outputs }) => evaluateElementwise(inputs, at(outputs, 0).type, (x = 0) => x),
})
