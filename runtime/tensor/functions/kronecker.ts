// Kronecker products.
import type { Primitives, Value } from '../graph.js'
import { at } from '../rules/lanes.js'
import { fixedShape } from '../tensor-type.js'

/**
 * y[i·n + k, j·m + l] = a[i, j]·b[k, l] for b of [n, m], and so on for any number of axes; a lower rank gets axes of
 * length 1 in front. Axes of both are set side by side, multiplied and made one.
 */
export function kronecker(g: Primitives, left: Value, right: Value): Value {
  const rank = Math.max(left.type.shape.length, right.type.shape.length)
  const [a, b] = [left, right].map(({ type: { shape } }) => [
    ...Array.from({ length: rank - shape.length }, () => 1),
    ...fixedShape(shape),
  ])
  if (a === undefined || b === undefined) return left
  const wide = g.reshape(
    left,
    a.flatMap((length) => [length, 1]),
  )
  const fine = g.reshape(
    right,
    b.flatMap((length) => [1, length]),
  )
  return g.reshape(
    g.multiply(wide, fine),
    a.map((length, axis) => length * at(b, axis)),
  )
}
