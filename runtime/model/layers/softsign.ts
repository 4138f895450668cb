// A slow, algebraic squashing function.
import { pointwise } from './pointwise.js'

/** x / (1 + |x|). */
export const softsign = pointwise('softsign', 'Squashes to (−1, 1) by x / (1 + |x|).', (x, graph) =>
  graph.divide(x, graph.add(graph.abs(x), 1)),
)
