// The piecewise linear hyperbolic tangent.
import { pointwise } from './pointwise.js'

/** x held between −1 and 1. */
export const hardTanh = pointwise('hard_tanh', 'Piecewise linear hyperbolic tangent.', (x, graph) =>
  graph.clip(x, -1, 1),
)
