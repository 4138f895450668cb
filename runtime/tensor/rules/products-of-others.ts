// For each entry the product of all others along axes: what a product sends back to its entries.
import type { Builder, Value } from '../graph.js'
import type { Axis } from '../tensor-type.js'
import { countOf, fixedShape } from '../tensor-type.js'
import { at } from './lanes.js'

/**
 * `x → [same shape]`, entry i the product of the others along the axes. Halves are multiplied pairwise until one entry
 * is left; on the way back each entry gets the product of what is outside its pair, times its partner: linear work,
 * no division, so zeros do no harm, and made of products alone, so it can be differentiated again.
 */
export function productsOfOthers(x: Value, axes: readonly number[], g: Builder): Value {
  const { shape } = x.type
  const kept = shape.map((_, axis) => axis).filter((axis) => !axes.includes(axis))
  const order = [...axes, ...kept]
  const moved = g.transpose(x, order)
  const count = countOf(axes.map((axis) => at(shape, axis)))
  const others = ofRows(g.reshape(moved, [count, ...kept.map((axis) => at(shape, axis))]), g)
  return g.transpose(
    g.reshape(others, moved.type.shape),
    order.map((_, axis) => order.indexOf(axis)),
  )
}

/** Along the first axis. */
function ofRows(x: Value, g: Builder): Value {
  const [count = 1] = fixedShape(x.type.shape.slice(0, 1))
  if (count === 1) return g.expand(g.scalar(1, x.type.element), x.type.shape)
  const half = Math.ceil(count / 2)
  const rest: readonly Axis[] = x.type.shape.slice(1)
  const whole = g.pad(x, zeros(rest.length + 1), [2 * half - count, ...zeros(rest.length)], 1)
  const [left, right] = g.split(whole, 0, [half, half])
  if (left === undefined || right === undefined) return x
  const outside = ofRows(g.multiply(left, right), g)
  const both = g.concat([g.multiply(outside, right), g.multiply(outside, left)], 0)
  return g.slice(both, [{ axis: 0, start: 0, end: count }])
}

const zeros = (length: number): readonly number[] => Array.from({ length }, () => 0)
