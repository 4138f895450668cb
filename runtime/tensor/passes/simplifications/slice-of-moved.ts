// Slices of what only moves, surrounds or repeats entries: the entries are taken from where they came from.
import type { OperationNode, Value } from '../../graph.js'
import type { Stretch } from '../../vocabulary.js'
import type { Build, Simplification } from './simplification.js'
import { numbersAt } from './simplification.js'
import { isWhole, stretchesOf } from './stretches.js'

type Stretches = readonly Required<Stretch>[]

/**
 * A slice of everything is x, one of a slice is one slice; one that takes nothing of a pad's border is a slice inside, one
 * that stays in one part of a concat is a slice of that part; one along repeated axes is a shorter repetition.
 */
export const sliceOfMoved: Simplification = {
  operators: ['slice'],
  apply: ({ node, inputs: [x], build }) => {
    if (x === undefined) return undefined
    const stretches = stretchesOf(node)
    if (stretches.every((stretch) => isWhole(x, stretch))) return x
    const inner = x.node
    if (inner.kind !== 'operation') return undefined
    return laws[inner.operator]?.(inner, stretches, node, build)
  },
}

type Law = (
  inner: OperationNode,
  stretches: Stretches,
  outer: OperationNode,
  build: Build,
) => Value | undefined

const laws: Readonly<Record<string, Law>> = {
  slice: (inner, stretches, _outer, build) => {
    const [source] = inner.inputs
    return source === undefined ? undefined : build().slice(source, composed(stretchesOf(inner), stretches))
  },
  pad: (inner, stretches, outer, build) => insidePad(inner, stretches, outer, build),
  concat: (inner, stretches, _outer, build) => insidePart(inner, stretches, build),
  expand: (inner, stretches, outer, build) => {
    const [source] = inner.inputs
    const [type] = outer.types
    if (source === undefined || type === undefined) return undefined
    const lead = type.shape.length - source.type.shape.length
    const isRepeated = stretches.every(({ axis }) => axis < lead || source.type.shape[axis - lead] === 1)
    return isRepeated ? build().expand(source, type.shape) : undefined
  },
}

/** Stretches of stretches: entry i of the outer is entry `start + i·step` of the inner one. */
function composed(inner: Stretches, outer: Stretches): Stretches {
  const axes = [...new Set([...inner, ...outer].map(({ axis }) => axis))]
  return axes.flatMap((axis) => {
    const [own, further] = [inner, outer].map((list) => list.find((stretch) => stretch.axis === axis))
    if (own === undefined || further === undefined) return own ?? further ?? []
    const count = Math.ceil((further.end - further.start) / further.step)
    const start = own.start + further.start * own.step
    const step = count === 1 ? 1 : own.step * further.step
    return { axis, start, end: start + (count - 1) * step + 1, step }
  })
}

/** Every axis that the pad lengthened must be cut, to entries of the source. */
function insidePad(
  inner: OperationNode,
  stretches: Stretches,
  outer: OperationNode,
  build: Build,
): Value | undefined {
  const [source] = inner.inputs
  if (source === undefined) return undefined
  const [before, after] = [numbersAt(inner, 'before'), numbersAt(inner, 'after')]
  const moved = stretches.map((stretch) => {
    const shift = before[stretch.axis] ?? 0
    return { ...stretch, start: stretch.start - shift, end: stretch.end - shift }
  })
  const isInside = moved.every(({ axis, start, end }) => start >= 0 && end <= Number(source.type.shape[axis]))
  const isCut = before.every(
    (length, axis) => length + (after[axis] ?? 0) === 0 || moved.some((own) => own.axis === axis),
  )
  return isInside && isCut && outer.types.length === 1 ? build().slice(source, moved) : undefined
}

function insidePart(inner: OperationNode, stretches: Stretches, build: Build): Value | undefined {
  const along = Number(inner.attributes['axis'])
  const own = stretches.find(({ axis }) => axis === along)
  if (own === undefined) return undefined
  let start = 0
  for (const part of inner.inputs) {
    const end = start + Number(part.type.shape[along])
    if (own.start >= start && own.end <= end) {
      const shift = start
      const moved = { ...own, start: own.start - shift, end: own.end - shift }
      return build().slice(part, [moved, ...stretches.filter((stretch) => stretch !== own)])
    }
    start = end
  }
  return undefined
}
