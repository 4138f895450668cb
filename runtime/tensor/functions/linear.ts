// Products with a matrix of weights.
import type { Primitives, Value } from '../graph.js'
import { at } from '../rules/lanes.js'

/**
 * x·W (+ b) over the last axis: `[…, K], [K, N], [N] → […, N]`. The bias is added to the rows as one long matrix (where their number is known), so that the runtime can do it
 * within the product, and so that its gradient is a sum over one axis.
 */
export function linear(g: Primitives, x: Value, weights: Value, bias?: Value): Value {
  const { shape } = x.type
  const isOpen = shape.some((axis) => typeof axis === 'string')
  if (shape.length <= 2 || bias === undefined || isOpen) {
    const product = g.matmul(x, weights)
    return bias === undefined ? product : g.add(product, bias)
  }
  const rows = g.reshape(x, [-1, at(shape, shape.length - 1)])
  const sums = g.add(g.matmul(rows, weights), bias)
  return g.reshape(sums, [...shape.slice(0, -1), at(sums.type.shape, 1)])
}
