// What spectral_norm and sigma_reparam share: the largest singular value of a weight by power iteration, carried from step to step.
import { sizeOf } from '../../support/shape.js'
import type { Builder, Value } from '../../tensor/graph.js'
import type { RandomStream } from '../../support/random.js'
import { matrixShape, ownValues, type ReparametrizationContext } from './reparametrization.js'

/** Added to norms that are divided by: a weight of zeros stays one. */
const tiny = 1e-12

/** Iterations on the host before the first step: enough for a relative error of σ far below float32 where singular values are not equal. */
const firstIterations = 50

/**
 * W and σ = vᵀ·W·u after `iterations` of v ← W·u / ‖W·u‖, u ← Wᵀ·v / ‖Wᵀ·v‖, which start from the u of the step before. No gradient
 * flows through u and v, so dσ/dW = v·uᵀ.
 */
export function spectral(
  context: ReparametrizationContext,
  iterations: number,
): { readonly weights: Value; readonly sigma: Value } {
  const { graph, target } = context
  const [rows, columns] = matrixShape(target)
  const weights = context.trained('', target.shape, ownValues)
  const matrix = graph.reshape(weights, [rows, columns])
  const fixed = graph.stopGradient(matrix)
  let u = context.state(
    'right',
    [columns, 1],
    ({ target: values, random }) => leading(values, [rows, columns], random).right,
  )
  let v = u
  for (let iteration = 0; iteration < iterations; iteration += 1) {
    v = unit(graph.matmul(fixed, u), graph)
    u = unit(graph.matmul(fixed, v, { transposeLeft: true }), graph)
  }
  const [left, right] = [graph.stopGradient(v), graph.stopGradient(u)]
  context.update('right', right)
  const sigma = graph.reduceSum(graph.multiply(left, graph.matmul(matrix, right)))
  return { weights, sigma: graph.add(sigma, tiny) }
}

const unit = (x: Value, graph: Builder): Value =>
  graph.divide(x, graph.add(graph.sqrt(graph.reduceSum(graph.multiply(x, x))), tiny))

/** Largest singular value of row-major values, and its right vector, in double precision. */
export function leading(
  values: Float32Array,
  shape: readonly [number, number],
  random: RandomStream,
): { readonly sigma: number; readonly right: Float32Array } {
  const [rows, columns] = shape
  let right = Array.from({ length: columns }, () => random.normal())
  let sigma = 0
  for (let iteration = 0; iteration < firstIterations; iteration += 1) {
    const left = Array.from({ length: rows }, (_, row) =>
      right.reduce((sum, entry, column) => sum + entry * (values[row * columns + column] ?? 0), 0),
    )
    const scaled = normalized(left).vector
    const back = right.map((_, column) =>
      scaled.reduce((sum, entry, row) => sum + entry * (values[row * columns + column] ?? 0), 0),
    )
    const next = normalized(back)
    right = [...next.vector]
    sigma = next.norm
  }
  return { sigma, right: Float32Array.from(right) }
}

function normalized(x: readonly number[]): { readonly norm: number; readonly vector: readonly number[] } {
  const norm = Math.sqrt(x.reduce((sum, entry) => sum + entry * entry, 0))
  return { norm, vector: x.map((entry) => entry / (norm + tiny)) }
}

/** Schema of the number of power iterations in a step. */
export const iterationsSchema = {
  type: 'integer',
  minimum: 1,
  maximum: 20,
  default: 1,
  description: 'Power iterations in a step; they go on from the step before.',
} as const

/** Number of entries of a shape, for first values. */
export const filled = (shape: readonly number[], value: number): Float32Array =>
  new Float32Array(sizeOf(shape)).fill(value)
