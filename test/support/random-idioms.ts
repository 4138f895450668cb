// What random graphs are made of besides single operators: patterns that passes look for, and their near misses.
import type { Value } from '../../runtime/tensor/graph.js'
import { countOf, fixedShape } from '../../runtime/tensor/tensor-type.js'
import type { Choose, Draft } from './random-graphs.js'

/** Numbers that laws are about, and some that they are not. */
const numbers = [1, -0, 0, -1, 2, 8, -0.25, 3, 0.1] as const

/** A pattern on what is there; undefined where it does not fit. */
type Idiom = (draft: Draft) => Value | undefined

/** Patterns by name. */
export const idioms: Readonly<Record<string, Idiom>> = {
  withNumber: ({ g, choose, any }) => {
    const combine = pick([g.add, g.subtract, g.multiply, g.divide, g.power], choose)
    const number = pick(numbers, choose)
    return choose(3) === 0 ? combine(number, any()) : combine(any(), number)
  },
  withLiteral: ({ g, choose, any, literal }) => {
    const combine = pick([g.add, g.multiply, g.divide, g.maximum, g.power], choose)
    const x = any()
    const shape = fixedShape(x.type.shape)
    const full = literal(choose(2) === 0 ? shape : [2, ...shape], pick(numbers, choose))
    return choose(2) === 0 ? combine(x, full) : combine(full, x)
  },
  signs: ({ g, choose, any, shaped }) => {
    const x = any()
    const y = shaped(fixedShape(x.type.shape))
    const combine = pick([g.add, g.subtract, g.multiply, g.divide], choose)
    return combine(choose(2) === 0 ? x : g.negate(x), choose(3) === 0 ? y : g.negate(y))
  },
  scaledSign: ({ g, choose, any }) => {
    const scale = pick([g.multiply, g.divide], choose)
    return choose(2) === 0
      ? g.negate(scale(any(), pick(numbers, choose)))
      : scale(g.negate(any()), pick(numbers, choose))
  },
  twice: ({ g, choose, any }) => {
    const map = pick([g.negate, g.relu, g.abs, g.floor, g.ceil, g.round, g.sign, g.stopGradient], choose)
    return map(map(any()))
  },
  notTwice: ({ g, choose, any, shaped }) => {
    const flag = shaped(fixedShape(any().type.shape), 'bool')
    return choose(2) === 0 ? g.not(g.not(flag)) : g.not(flag)
  },
  withTruth: ({ g, choose, any, shaped, literal }) => {
    const shape = fixedShape(any().type.shape)
    const flag = shaped(shape, 'bool')
    const other = choose(3) === 0 ? flag : literal(choose(2) === 0 ? shape : [], choose(2), 'bool')
    return pick([g.and, g.or, g.xor], choose)(flag, other)
  },
  casts: ({ g, choose, any }) => {
    const through = pick(['float64', 'float32', 'bool'] as const, choose)
    const x = any()
    return g.cast(g.cast(x, through), pick([x.type.element, 'bool', 'int64'] as const, choose))
  },
  integers: ({ g, choose, any }) => {
    const code = g.cast(g.isNan(any()), pick(['int64', 'int32'] as const, choose))
    const wider = g.add(g.multiply(code, 1 + choose(2)), choose(2))
    return g.reduceSum(g.unsqueeze(wider, [0]), [0])
  },
  transposed: ({ g, choose, any }) => {
    const x = any()
    const order = shuffled(x.type.shape.length, choose)
    const turned = g.transpose(x, order)
    if (choose(2) === 0) return turned
    return g.transpose(
      turned,
      choose(2) === 0 ? order.map((_, axis) => order.indexOf(axis)) : shuffled(order.length, choose),
    )
  },
  reshaped: ({ g, choose, any }) => {
    const x = any()
    const count = countOf(x.type.shape)
    const divisors = Array.from({ length: count }, (_, index) => index + 1).filter(
      (length) => count % length === 0,
    )
    const first = pick(divisors, choose)
    return g.reshape(x, pick([[count], [first, -1], [1, first, -1], [first, 1, -1, 1]], choose))
  },
  expanded: ({ g, choose, any }) => {
    const x = any()
    return g.expand(x, [
      1 + choose(3),
      ...fixedShape(x.type.shape).map((length) => (length === 1 ? 1 + choose(3) : length)),
    ])
  },
  stretched: ({ g, choose, any }) => {
    const x = any()
    if (x.type.shape.length === 0) return undefined
    const combine = pick([g.add, g.subtract, g.multiply, g.divide, g.minimum, g.maximum, g.power], choose)
    const wide = g.expand(g.reduceMax(x, [choose(x.type.shape.length)], true), x.type.shape)
    return choose(2) === 0
      ? combine(wide, x)
      : combine(x, choose(4) === 0 ? g.expand(wide, [2, ...wide.type.shape]) : wide)
  },
  chosen: ({ g, choose, any, shaped, literal }) => {
    const x = any()
    const shape = fixedShape(x.type.shape)
    const flag = shaped(shape, 'bool')
    const condition = pick(
      [flag, g.not(flag), literal([], choose(2), 'bool'), literal([2, ...shape], 1, 'bool')],
      choose,
    )
    const other = pick([x, shaped(shape), g.scalar(pick(numbers, choose), x.type.element)], choose)
    return g.where(condition, choose(3) === 0 ? other : x, other)
  },
  same: ({ g, choose, any }) => {
    const x = any()
    return pick([g.maximum, g.minimum, g.add, g.multiply, g.subtract], choose)(x, x)
  },
  repeated: ({ g, choose, any }) => {
    const x = any()
    const map = pick([g.exp, g.tanh, g.negate, (value: Value) => g.multiply(value, 3)], choose)
    return g.add(map(x), map(x))
  },
  ofUnits: ({ g, choose, any }) => {
    const reduce = pick([g.reduceMax, g.reduceMin, g.reduceProd, g.reduceSum, g.reduceMean], choose)
    const x = any()
    const place = choose(x.type.shape.length + 1)
    return reduce(g.unsqueeze(x, [place]), [place], choose(2) === 0)
  },
  sliced: ({ g, choose, any }) => {
    const x = any()
    const axis = choose(x.type.shape.length || 1)
    const length = Number(x.type.shape[axis] ?? 0)
    if (length < 2) return undefined
    const start = choose(length - 1)
    return g.slice(x, [{ axis, start, end: start + 1 + choose(length - start), step: 1 + choose(2) }])
  },
  padded: ({ g, choose, any }) => {
    const x = any()
    const lengths = (): readonly number[] => x.type.shape.map(() => pick([0, 0, 1, 2], choose))
    const padded = g.pad(x, lengths(), lengths(), pick([0, 0, -0, 1], choose))
    return choose(2) === 0 ? padded : g.pad(padded, lengths(), lengths(), pick([0, 0, -0, 1], choose))
  },
  joined: ({ g, choose, any, shaped }) => {
    const x = any()
    if (x.type.shape.length === 0) return undefined
    return g.concat([x, shaped(fixedShape(x.type.shape)), x].slice(choose(2)), choose(x.type.shape.length))
  },
  parted: ({ g, choose, any }) => {
    const x = any()
    const axis = choose(x.type.shape.length || 1)
    const length = Number(x.type.shape[axis] ?? 0)
    if (length < 2) return undefined
    const cut = 1 + choose(length - 1)
    const parts = g.split(x, axis, [cut, length - cut])
    const [left = x, right = x] = parts
    return choose(3) === 0
      ? g.concat([right, left], axis)
      : g.concat([left, choose(3) === 0 ? g.exp(right) : right], axis)
  },
  straight: ({ g, any }) => {
    const x = any()
    return g.straightThrough(g.round(x), x)
  },
}

function pick<T>(items: readonly T[], choose: Choose): T {
  const item = items[choose(items.length)]
  if (item === undefined) throw new Error('nothing to choose from')
  return item
}

/** 0 … count−1 in some order. */
const shuffled = (count: number, choose: Choose): readonly number[] => {
  const rest = Array.from({ length: count }, (_, axis) => axis)
  return Array.from({ length: count }, () => rest.splice(choose(rest.length), 1)[0] ?? 0)
}
