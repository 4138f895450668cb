// Entries of an axis by index.
import { GraphError } from '../../../schemas/diagnostic.js'
import type { Builder, Lane, Value } from '../graph.js'
import { operator } from '../graph.js'
import { checkIndices, offsetIndices, zerosLike } from '../rules/indexing.js'
import { at, merged } from '../rules/lanes.js'
import { tensorType } from '../tensor-type.js'

/** y[a, i, b] = x[a, indices[i], b]; the gradient adds each entry to where it came from. ONNX Gather 13. */
export const gather = operator<{ readonly axis: number }>({
  kind: 'gather',
  infer: ([x, indices], { axis }) => {
    if (x === undefined || indices === undefined)
      throw new GraphError('operator-arity', 'two inputs are expected')
    checkIndices(indices)
    const shape = [...x.shape.slice(0, axis), ...indices.shape, ...x.shape.slice(axis + 1)]
    return [tensorType(x.element, shape)]
  },
  gradient: ({ inputs, attributes }, dy, g) => {
    const [x, indices] = [at(inputs, 0), at(inputs, 1)]
    return [() => g.indexAdd(zerosLike(x, g), indices, dy, attributes.axis), undefined]
  },
  batch: ({ attributes: { axis } }, lanes, width, g) => {
    const [x, indices] = [at(lanes, 0), at(lanes, 1)]
    if (!indices.batched) return [g.gather(x.value, indices.value, axis + 1)]
    return [axis === 0 ? rows(x, indices, width, g) : byMoving(x, indices, axis, g)]
  },
  onnx: ({ attributes }, { inputs, outputs }) => [
    { operator: 'Gather', inputs, outputs, attributes: { axis: attributes.axis } },
  ],
})

/** Members with indices of their own: from shared rows directly, from own rows by indices into all of them. */
function rows(x: Lane, indices: Lane, width: number, g: Builder): Value {
  if (!x.batched) return g.gather(x.value, indices.value, 0)
  return g.gather(merged(x.value, g), offsetIndices(indices.value, at(x.value.type.shape, 1), width, g), 0)
}

/** Another axis than the first: the axis is brought to the front of each member, and back. */
function byMoving(x: Lane, indices: Lane, axis: number, g: Builder): Value {
  const start = x.batched ? 1 : 0
  const rank = x.value.type.shape.length
  const own = start + axis
  const others = Array.from({ length: rank - start }, (_, place) => place + start).filter(
    (place) => place !== own,
  )
  const front = g.transpose(x.value, [...(x.batched ? [0] : []), own, ...others])
  const [width] = indices.value.type.shape
  const taken = rows({ value: front, batched: x.batched }, indices, Number(width), g)
  const inner = indices.value.type.shape.length - 1
  const indexAxes = Array.from({ length: inner }, (_, place) => 1 + place)
  const otherAxes = others.map((_, place) => 1 + inner + place)
  return g.transpose(taken, [0, ...otherAxes.slice(0, axis), ...indexAxes, ...otherAxes.slice(axis)])
}
