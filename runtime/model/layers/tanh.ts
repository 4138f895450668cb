// The hyperbolic tangent.
import { pointwise } from './pointwise.js'

/** tanh(x). */
export const tanh = pointwise('tanh', 'Hyperbolic tangent.', (x, graph) => graph.tanh(x))
