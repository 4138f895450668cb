// Stretches of axes.
import { GraphError } from '../../../schemas/diagnostic.js'
import type { Builder, Value } from '../graph.js'
import { operator } from '../graph.js'
import { at, onlyLane, shifted } from '../rules/lanes.js'
import { tensorOf } from '../tensor.js'
import { fixedShape, tensorType } from '../tensor-type.js'

type SliceAttributes = {
  readonly axes: readonly number[]
  readonly starts: readonly number[]
  readonly ends: readonly number[]
  readonly steps: readonly number[]
}

/** y[i] = x[start + i·step] on each axis named; the gradient puts entries back among zeros. ONNX Slice 13. */
export const slice = operator<SliceAttributes>({
  kind: 'slice',
  infer: ([input], attributes) => {
    if (input === undefined) throw new GraphError('operator-arity', 'one input is expected')
    const shape = input.shape.map((length, axis) => {
      const place = attributes.axes.indexOf(axis)
      return place < 0 ? length : stretchLength(at(fixedShape([length]), 0), attributes, place)
    })
    return [tensorType(input.element, shape)]
  },
  gradient: ({ inputs, attributes }, dy, g) => [() => scattered(dy, at(inputs, 0), attributes, g)],
  batch: ({ attributes: { axes, starts, ends, steps } }, lanes, _width, g) => [
    g.slice(
      onlyLane(lanes),
      shifted(axes).map((axis, place) => ({
        axis,
        start: at(starts, place),
        end: at(ends, place),
        step: at(steps, place),
      })),
    ),
  ],
  onnx: ({ attributes }, { inputs, outputs, constant }) => {
    const { axes, starts, ends, steps } = attributes
    const lists = [starts, ends, axes, steps].map((list) => constant(tensorOf('int64', [list.length], list)))
    return [{ operator: 'Slice', inputs: [...inputs, ...lists], outputs }]
  },
})

function stretchLength(length: number, attributes: SliceAttributes, place: number): number {
  const start = at(attributes.starts, place)
  const end = at(attributes.ends, place)
  const step = at(attributes.steps, place)
  if (start < 0 || end > length || start >= end || step < 1) {
    throw new GraphError(
      'attribute-range',
      `no stretch from ${start} to ${end} by ${step} in ${length} entries`,
    )
  }
  return Math.ceil((end - start) / step)
}

/** Entries of `dy` at their places in zeros of the shape of `x`; steps are filled up by padding a new axis. */
function scattered(dy: Value, x: Value, attributes: SliceAttributes, g: Builder): Value {
  const rank = x.type.shape.length
  const before = Array.from({ length: rank }, () => 0)
  const after = Array.from({ length: rank }, () => 0)
  let spread = dy
  attributes.axes.forEach((axis, place) => {
    const step = at(attributes.steps, place)
    if (step > 1) spread = dilated(spread, axis, step, g)
    const reached = at(attributes.starts, place) + at(fixedShape([at(spread.type.shape, axis)]), 0)
    const length = at(fixedShape([at(x.type.shape, axis)]), 0)
    if (reached > length)
      spread = g.slice(spread, [{ axis, start: 0, end: length - at(attributes.starts, place) }])
    before[axis] = at(attributes.starts, place)
    after[axis] = Math.max(0, length - reached)
  })
  return g.pad(spread, before, after)
}

/** `step − 1` zeros after each entry of an axis. */
function dilated(x: Value, axis: number, step: number, g: Builder): Value {
  const shape = x.type.shape
  const zeros = Array.from({ length: shape.length + 1 }, () => 0)
  const padded = g.pad(
    g.unsqueeze(x, [axis + 1]),
    zeros,
    zeros.map((_, place) => (place === axis + 1 ? step - 1 : 0)),
  )
  const length = at(fixedShape([at(shape, axis)]), 0)
  return g.reshape(
    padded,
    shape.map((own, place) => (place === axis ? length * step : own)),
  )
}
