// A norm that is squared near zero, over a whole sample at once.
import type { Builder, Value } from '../../tensor/graph.js'
import { oneColumn, refuseValue, type Loss } from './loss.js'

/** √(‖a − b‖² + c²) − c: the smooth relative of Huber's loss. */
export const pseudoHuber = {
  role: 'loss',
  kind: 'pseudo_huber',
  summary: 'Smooth loss that is squared for small errors and absolute for large ones.',
  options: {
    c: {
      type: 'number',
      // Its square must stay a normal float32: at c = 0 the slope of the root is infinite where there is no error.
      minimum: 1e-12,
      default: 1,
      description: 'Error around which the loss turns from squared to absolute.',
      'x-open': true,
      'x-scale': true,
      'x-shorthand': true,
    },
  },
  required: [],
  target: 'real',
  reference:
    'Song and Dhariwal, Improved techniques for training consistency models, ICLR 2024, section 3.3 (there c = 0.00054·√d)',
  refuses: (output, target) => refuseValue('pseudo_huber', output, target),
  rows: (_options, outputs, targets, { graph, scalar }) =>
    pseudoHuberRows(oneColumn(outputs, graph), targets, scalar('c'), graph),
  predict: (outputs, graph) => oneColumn(outputs, graph),
} as const satisfies Loss

/**
 * √(s + c²) − c with s = ‖a − b‖² over all axes but the first: `a, b [N, …] → [N]`. Written as s / (√(s + c²) + c), because
 * the difference of the two roots cancels where s is small against c².
 */
export function pseudoHuberRows(a: Value, b: Value, c: Value, graph: Builder): Value {
  const error = graph.subtract(a, b)
  const axes = error.type.shape.flatMap((_, axis) => (axis === 0 ? [] : [axis]))
  const square = graph.reduceSum(graph.multiply(error, error), axes)
  const root = graph.sqrt(graph.add(square, graph.multiply(c, c)))
  return graph.divide(square, graph.add(root, c))
}
