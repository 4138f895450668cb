// What the normalizations of single examples share.
import { sizeOf, type Shape } from '../../support/shape.js'
import type { Builder, Value } from '../../tensor/graph.js'
import type { LayerCost } from '../../space/module-tree.js'

/** Schema of `epsilon`. */
export const epsilonSchema = {
  type: 'number',
  exclusiveMinimum: 0,
  default: 0.00001,
  description: 'Added to the variance, against division by zero.',
  'x-scale': true,
} as const

/** (x − μ) / √(σ² + ε), mean and variance over these axes of x (the batch is axis 0). */
export function standardized(graph: Builder, x: Value, axes: readonly number[], epsilon: Value): Value {
  const centred = graph.subtract(x, graph.reduceMean(x, axes, true))
  const variance = graph.reduceMean(graph.multiply(centred, centred), axes, true)
  return graph.divide(centred, graph.sqrt(graph.add(variance, epsilon)))
}

/** x / √(mean of x² + ε) over the last axis (Zhang and Sennrich, Root mean square layer normalization, NeurIPS 2019, eq. 4). */
export function rootMeanSquared(graph: Builder, x: Value, epsilon: Value): Value {
  const square = graph.reduceMean(graph.multiply(x, x), [x.type.shape.length - 1], true)
  return graph.divide(x, graph.sqrt(graph.add(square, epsilon)))
}

/** Gain and shift (or gain alone) of each of these numbers, and `operations` an entry of the input. */
export const normalizationCost = (input: Shape, parameters: number, operations: number): LayerCost => ({
  parameters,
  flops: operations * sizeOf(input),
})
