// Length and direction of each output's weights as parameters of their own.
import { patternsSchema } from '../groups/group.js'
import { ownValues, type Reparametrization } from './reparametrization.js'

/**
 * w = g·v / ‖v‖ for the weights that feed one output: columns of a matrix `[in, out]`, the first axis of a kernel `[O, I, …]`. It starts as
 * the untouched layer: v as drawn, g = ‖v‖.
 */
export const weightNorm = {
  role: 'reparametrization',
  kind: 'weight_norm',
  summary: 'Trains length and direction of the weights of each output apart.',
  options: { of: { ...patternsSchema, default: 'weights', 'x-shorthand': true } },
  required: [],
  reference: 'Salimans and Kingma, Weight normalization, NeurIPS 2016, eq. 2',
  minimumAxes: 2,
  build: (_options, context) => {
    const { graph, target } = context
    const out = target.shape.length === 2 ? 1 : 0
    const axes = target.shape.flatMap((_, axis) => (axis === out ? [] : [axis]))
    const lengths = target.shape.map((length, axis) => (axis === out ? length : 1))
    const count = target.shape[out] ?? 1
    const direction = context.trained('', target.shape, ownValues)
    const length = context.trained('length', lengths, (first) => norms(first.target, count, out === 1))
    const size = graph.sqrt(graph.reduceSum(graph.multiply(direction, direction), axes, true))
    return graph.multiply(direction, graph.divide(length, size))
  },
} as const satisfies Reparametrization

/** ‖w‖ of each output; outputs alternate in a matrix, and lie one after the other in a kernel. */
function norms(values: Float32Array, outputs: number, alternate: boolean): Float32Array {
  const squares = new Float64Array(outputs)
  const run = values.length / outputs
  values.forEach((value, place) => {
    const output = alternate ? place % outputs : Math.floor(place / run)
    squares[output] = (squares[output] ?? 0) + value * value
  })
  return Float32Array.from(squares, Math.sqrt)
}
