// Undoes broadcasting, here alone: what an operator stretched is summed.
import type { Builder, OperationNode, Value } from '../tensor/graph.js'
import { at } from '../tensor/rules/lanes.js'
import type { Axis, TensorType } from '../tensor/tensor-type.js'
import { sameShape } from '../tensor/tensor-type.js'

/** A share of the gradient of a value of that shape: axes that were stretched on the way are summed. */
export function summedTo(share: Value, shape: readonly Axis[], g: Builder): Value {
  if (sameShape(share.type.shape, shape)) return share
  // Halves are added up as float32: many of them would lose what is small.
  if (share.type.element === 'float16') return g.cast(summedTo(g.cast(share, 'float32'), shape, g), 'float16')
  const lead = share.type.shape.length - shape.length
  const stretched = share.type.shape.flatMap((length, axis) =>
    axis < lead || (shape[axis - lead] === 1 && length !== 1) ? [axis] : [],
  )
  const sum =
    stretched.length === 0
      ? share
      : (factored(share, stretched, g) ?? g.reduceSum(share, stretched, lead === 0))
  return g.expand(g.reshape(sum, keptShape(sum, shape)), shape)
}

/**
 * Σ over axes, which stay with length 1. Signs and factors that are the same along these axes are taken out of the sum: they are
 * then multiplied with the sums instead of every entry. Σ −x = −Σ x, Σ c·x = c·Σ x, Σ x/c = Σ x / c, Σ c = n·c.
 */
const summedOver = (value: Value, axes: readonly number[], g: Builder): Value =>
  factored(value, axes, g) ?? g.reduceSum(value, axes, true)

/** The sum where there is something to take out. */
const factored = ({ node }: Value, axes: readonly number[], g: Builder): Value | undefined =>
  node.kind === 'operation' ? laws[node.operator]?.(node, axes, g) : undefined

type Law = (node: OperationNode, axes: readonly number[], g: Builder) => Value | undefined

const laws: Readonly<Record<string, Law>> = {
  expand: (node, axes, g) => {
    const { shape } = typeOf(node)
    const [source] = node.inputs
    const lengths = axes.map((axis) => shape[axis])
    if (source === undefined || !isConstantAlong(source, axes, shape.length)) return undefined
    if (lengths.some((length) => typeof length === 'string')) return undefined
    const count = lengths.reduce<number>((product, length) => product * Number(length), 1)
    return g.multiply(
      g.expand(
        source,
        shape.map((length, axis) => (axes.includes(axis) ? 1 : length)),
      ),
      count,
    )
  },
  negate: ({ inputs: [x] }, axes, g) => (x === undefined ? undefined : g.negate(summedOver(x, axes, g))),
  multiply: (node, axes, g) => {
    const [left, right] = node.inputs
    return withoutFactor(node, left, right, axes, g) ?? withoutFactor(node, right, left, axes, g)
  },
  divide: (node, axes, g) => {
    const [left, right] = node.inputs
    return withoutFactor(node, left, right, axes, g)
  },
}

/** The sum of a product (or quotient) as the sum of one operand, times (or by) the other. */
function withoutFactor(
  node: OperationNode,
  full: Value | undefined,
  factor: Value | undefined,
  axes: readonly number[],
  g: Builder,
): Value | undefined {
  const { shape } = typeOf(node)
  if (full === undefined || factor === undefined || !sameShape(full.type.shape, shape)) return undefined
  const constant = [factor, beforeExpand(factor)].find(
    (own) => own !== undefined && isConstantAlong(own, axes, shape.length),
  )
  if (constant === undefined) return undefined
  const sum = summedOver(full, axes, g)
  return node.operator === 'divide' ? g.divide(sum, constant) : g.multiply(sum, constant)
}

/** Whether a value, aligned at the end of `rank` axes, has one entry along each of the axes. */
const isConstantAlong = ({ type: { shape } }: Value, axes: readonly number[], rank: number): boolean =>
  axes.every((axis) => axis < rank - shape.length || shape[axis - rank + shape.length] === 1)

const beforeExpand = ({ node }: Value): Value | undefined =>
  node.kind === 'operation' && node.operator === 'expand' ? node.inputs[0] : undefined

const typeOf = ({ types }: OperationNode): TensorType => at(types, 0)

/** The shape to reshape to before a missing stretch: a gradient may be smaller than its input (a scalar upstream). */
function keptShape(sum: Value, shape: readonly Axis[]): readonly Axis[] {
  const count = (axes: readonly Axis[]): number =>
    axes.reduce<number>((product, axis) => (typeof axis === 'string' ? product : product * axis), 1)
  return count(sum.type.shape) === count(shape) ? shape : sum.type.shape
}
