// The sigmoid-weighted linear unit.
import { pointwise } from './pointwise.js'

/** x·σ(x). */
export const silu = pointwise(
  'silu',
  'Sigmoid-weighted linear unit (swish).',
  (x, graph) => graph.multiply(x, graph.sigmoid(x)),
  'Elfwing, Uchibe and Doya, Sigmoid-weighted linear units, Neural Networks 107, 2018',
)
