// A constant around a tensor.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator } from '../graph.js'
import { at, onlyLane } from '../rules/lanes.js'
import { scalarOf, tensorOf } from '../tensor.js'
import { fixedShape, tensorType } from '../tensor-type.js'

type PadAttributes = {
  readonly before: readonly number[]
  readonly after: readonly number[]
  readonly value: number
}

/** y = x surrounded by a value; the gradient is the inner part of the upstream gradient. ONNX Pad 18. */
export const pad = operator<PadAttributes>({
  kind: 'pad',
  infer: ([input], { before, after }) => {
    const rank = input?.shape.length
    if (input === undefined || before.length !== rank || after.length !== rank) {
      throw new GraphError('attribute-range', 'pads must have one length for each axis')
    }
    if ([...before, ...after].some((length) => !Number.isInteger(length) || length < 0)) {
      throw new GraphError('attribute-range', 'pads must be 0 or more')
    }
    const shape = input.shape.map((length, axis) => {
      const added = at(before, axis) + at(after, axis)
      return added === 0 ? length : at(fixedShape([length]), 0) + added
    })
    return [tensorType(input.element, shape)]
  },
  gradient: ({ inputs, attributes: { before, after } }, dy, g) => [
    () =>
      g.slice(
        dy,
        at(inputs, 0).type.shape.flatMap((length, axis) => {
          const start = at(before, axis)
          if (start + at(after, axis) === 0) return []
          return [{ axis, start, end: start + at(fixedShape([length]), 0) }]
        }),
      ),
  ],
  batch: ({ attributes: { before, after, value } }, lanes, _width, g) => [
    g.pad(onlyLane(lanes), [0, ...before], [0, ...after], value),
  ],
  onnx: ({ inputs, attributes: { before, after, value } }, { inputs: names, outputs, constant }) => {
    const pads = constant(tensorOf('int64', [2 * before.length], [...before, ...after]))
    const filling = constant(scalarOf(at(inputs, 0).type.element, value))
    return [{ operator: 'Pad', inputs: [...names, pads, filling], outputs, attributes: { mode: 'constant' } }]
  },
})
