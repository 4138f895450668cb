// A smooth, self-gated activation.
import { pointwise } from './pointwise.js'

/** x·tanh(log(1 + eˣ)). */
export const mish = pointwise(
  'mish',
  'Self-gated smooth activation.',
  (x, graph) => graph.multiply(x, graph.tanh(graph.softplus(x))),
  'Misra, Mish, BMVC 2020',
)
