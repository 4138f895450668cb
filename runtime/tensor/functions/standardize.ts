// Values with mean 0 and variance 1.
import type { Primitives, Value } from '../graph.js'
import { normalAxis } from '../tensor-type.js'

/**
 * (x − mean x)/√(variance of x + ε) over these axes (variance with denominator n, from the centred values: safe where the mean is large); not
 * centred: x/√(mean x² + ε) (Zhang and Sennrich, Root mean square layer normalization, NeurIPS 2019, eq. 4). ε counts as a constant.
 */
export function standardize(
  g: Primitives,
  x: Value,
  axes: readonly number[],
  epsilon: Value | number,
  { centred = true }: { readonly centred?: boolean } = {},
): Value {
  const along = axes.map((axis) => normalAxis(axis, x.type.shape.length)).sort((left, right) => left - right)
  const parts = centred ? g.subtract(x, g.reduceMean(x, along, true)) : x
  const square = g.reduceMean(g.multiply(parts, parts), along, true)
  const scale = g.reciprocal(g.sqrt(g.add(square, epsilon)))
  return g.standardized(x, parts, scale, { axes: along, centred })
}
