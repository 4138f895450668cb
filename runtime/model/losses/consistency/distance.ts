// Distances between two predictions of a row, over the whole row at once.
import type { Builder, Value } from '../../../tensor/graph.js'

/** A distance; pseudo-Huber turns from squared to absolute about c. */
export type Distance =
  | { readonly kind: 'squared' }
  | { readonly kind: 'absolute' }
  | { readonly kind: 'pseudo_huber'; readonly c: number }

/** c for rows of so many entries: Song and Dhariwal 2024, section 3.3. */
export const standardBend = (entries: number): number => 0.00054 * Math.sqrt(entries)

/**
 * [N, …], [N, …] → [N]. `squared`: ‖a − b‖²; `absolute`: Σ|a − b|; `pseudo_huber`: √(‖a − b‖² + c²) − c, written as
 * s / (√(s + c²) + c) with s = ‖a − b‖², which does not cancel for small s.
 */
export function distanceOf(left: Value, right: Value, distance: Distance, graph: Builder): Value {
  const gap = graph.flatten(graph.subtract(left, right), 1)
  if (distance.kind === 'absolute') return graph.reduceSum(graph.abs(gap), [1])
  const square = graph.reduceSum(graph.multiply(gap, gap), [1])
  if (distance.kind === 'squared') return square
  const { c } = distance
  return graph.divide(square, graph.add(graph.sqrt(graph.add(square, c * c)), c))
}
