// Operators that move entries, as functions: defaults filled in, axes counted from the start, no-ops left out.
import { GraphError } from '../../../schemas/diagnostic.js'
import type { OperatorDefinition, Value } from '../graph.js'
import { apply } from '../graph.js'
import * as operators from '../operators/index.js'
import { at } from '../rules/lanes.js'
import { tensorOf } from '../tensor.js'
import type { Axis } from '../tensor-type.js'
import { fixedShape, normalAxis, sameShape } from '../tensor-type.js'
import type { Shaping, Stretch } from '../vocabulary.js'
import { elementwise } from './elementwise.js'
import { leaves } from './leaves.js'

/** Shaping operators whose nodes say where they come from. */
export function shaping(origin: string): Shaping<Value> {
  return { ...orders(origin), ...parts(origin), ...indexed(origin) }
}

const rankOf = (x: Value): number => x.type.shape.length

function orders(
  origin: string,
): Pick<Shaping<Value>, 'transpose' | 'reshape' | 'flatten' | 'squeeze' | 'unsqueeze' | 'expand'> {
  const reshape: Shaping<Value>['reshape'] = (x, shape) => {
    const target = resolvedShape(x, shape)
    if (sameShape(target, x.type.shape)) return x
    return at(apply(operators.reshape, [x], { shape: target }, origin), 0)
  }
  return {
    reshape,
    transpose: (x, order) => {
      const full = order ?? Array.from({ length: rankOf(x) }, (_, axis) => rankOf(x) - 1 - axis)
      const axes = full.map((axis) => normalAxis(axis, rankOf(x)))
      if (axes.length === rankOf(x) && axes.every((axis, place) => axis === place)) return x
      return at(apply(operators.transpose, [x], { order: axes }, origin), 0)
    },
    flatten: (x, axis = 0) => {
      const lead = x.type.shape.slice(0, axis)
      const rest = fixedOrOne(x.type.shape.slice(axis))
      return reshape(x, [...lead, rest])
    },
    squeeze: (x, axes) => {
      const dropped = axes.map((axis) => normalAxis(axis, rankOf(x)))
      return reshape(
        x,
        x.type.shape.filter((_, axis) => !dropped.includes(axis)),
      )
    },
    unsqueeze: (x, axes) => {
      const rank = rankOf(x) + axes.length
      const added = axes.map((axis) => normalAxis(axis, rank))
      const own = [...x.type.shape]
      return reshape(
        x,
        Array.from({ length: rank }, (_, axis) => (added.includes(axis) ? 1 : (own.shift() ?? 1))),
      )
    },
    expand: (x, shape) => {
      if (sameShape(shape, x.type.shape)) return x
      return at(apply(operators.expand, [x], { shape }, origin), 0)
    },
  }
}

function parts(origin: string): Pick<Shaping<Value>, 'concat' | 'slice' | 'split' | 'pad'> {
  const slice: Shaping<Value>['slice'] = (x, stretches) => {
    const full = stretches.map((stretch) => fullStretch(x, stretch)).filter((stretch) => !isWhole(x, stretch))
    if (full.length === 0) return x
    const attributes = {
      axes: full.map(({ axis }) => axis),
      starts: full.map(({ start }) => start),
      ends: full.map(({ end }) => end),
      steps: full.map(({ step }) => step),
    }
    return at(apply(operators.slice, [x], attributes, origin), 0)
  }
  return {
    slice,
    concat: (values, axis) => {
      const [first] = values
      if (first === undefined) throw new GraphError('operator-arity', 'nothing is given to `concat`')
      if (values.length === 1) return first
      return at(apply(operators.concat, values, { axis: normalAxis(axis, rankOf(first)) }, origin), 0)
    },
    split: (x, axis, lengths) =>
      lengths.map((length, index) => {
        const start = lengths.slice(0, index).reduce((sum, own) => sum + own, 0)
        return slice(x, [{ axis, start, end: start + length }])
      }),
    pad: (x, before, after, value = 0) => {
      if ([...before, ...after].every((length) => length === 0)) return x
      return at(apply(operators.pad, [x], { before, after, value }, origin), 0)
    },
  }
}

function indexed(
  origin: string,
): Pick<
  Shaping<Value>,
  'gather' | 'gatherElements' | 'scatterAdd' | 'gatherNd' | 'scatterNdAdd' | 'indexAdd' | 'oneHot'
> {
  const along = (
    definition: OperatorDefinition<{ readonly axis: number }>,
    axis: number,
    inputs: readonly Value[],
  ) => at(apply(definition, inputs, { axis: normalAxis(axis, rankOf(at(inputs, 0))) }, origin), 0)
  const { transpose, unsqueeze } = orders(origin)
  const { equal, cast } = elementwise(origin)
  return {
    gather: (x, indices, axis) => along(operators.gather, axis, [x, indices]),
    gatherElements: (x, indices, axis) => along(operators.gatherElements, axis, [x, indices]),
    scatterAdd: (x, indices, updates, axis) => along(operators.scatterAdd, axis, [x, indices, updates]),
    gatherNd: (x, indices) => at(apply(operators.gatherNd, [x, indices], {}, origin), 0),
    scatterNdAdd: (x, indices, updates) =>
      at(apply(operators.scatterNdAdd, [x, indices, updates], {}, origin), 0),
    indexAdd: (x, indices, updates, axis) => {
      const own = normalAxis(axis, rankOf(x))
      const first = (rank: number, from: number, count: number) => {
        const moved = Array.from({ length: count }, (_, place) => from + place)
        return [
          ...moved,
          ...Array.from({ length: rank }, (_, place) => place).filter((place) => !moved.includes(place)),
        ]
      }
      const order = first(rankOf(x), own, 1)
      const rows = transpose(updates, first(rankOf(updates), own, rankOf(indices)))
      const sum = at(apply(operators.indexAdd, [transpose(x, order), indices, rows], {}, origin), 0)
      return transpose(
        sum,
        order.map((_, place) => order.indexOf(place)),
      )
    },
    oneHot: (indices, depth, element = 'float32') => {
      const numbers = tensorOf(
        indices.type.element,
        [depth],
        Array.from({ length: depth }, (_, index) => index),
      )
      const classes = leaves(origin).constant(numbers)
      return cast(equal(unsqueeze(indices, [-1]), classes), element)
    },
  }
}

/** The shape with its −1 worked out. @throws GraphError */
function resolvedShape(x: Value, shape: readonly Axis[]): readonly Axis[] {
  if (!shape.includes(-1)) return shape
  const known = shape.filter((axis) => axis !== -1)
  if (known.length + 1 !== shape.length) {
    throw new GraphError('attribute-range', `[${shape.join(',')}] leaves more than one axis open`)
  }
  const open = quotient(x.type.shape, known)
  return shape.map((axis) => (axis === -1 ? open : axis))
}

/** What is left of the entries of one shape after those of another: a number, or one symbol. */
function quotient(shape: readonly Axis[], known: readonly Axis[]): Axis {
  const symbols = shape.filter((axis) => typeof axis === 'string')
  const open = symbols.filter((symbol) => !known.includes(symbol))
  const numbers = (axes: readonly Axis[]): number =>
    axes.reduce<number>((product, axis) => (typeof axis === 'string' ? product : product * axis), 1)
  const left = numbers(shape) / numbers(known)
  const [symbol] = open
  if (symbol === undefined) return left
  if (open.length === 1 && left === 1) return symbol
  throw new GraphError('symbolic-axis', `'${symbol}' and other axes cannot become one axis of unknown length`)
}

const fixedOrOne = (shape: readonly Axis[]): Axis => {
  const [only] = shape
  return shape.length === 1 && only !== undefined ? only : fixedShape(shape).reduce((a, b) => a * b, 1)
}

function fullStretch(x: Value, { axis, start, end, step = 1 }: Stretch): Required<Stretch> {
  const place = normalAxis(axis, rankOf(x))
  const [length = 0] = fixedShape([at(x.type.shape, place)])
  const counted = (index: number): number => (index < 0 ? index + length : index)
  return { axis: place, start: counted(start), end: counted(end), step }
}

const isWhole = (x: Value, { axis, start, end, step }: Required<Stretch>): boolean =>
  start === 0 && step === 1 && end === x.type.shape[axis]
