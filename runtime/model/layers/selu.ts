// The self-normalizing exponential linear unit.
import { exponentialUnit } from './elu.js'
import { pointwise } from './pointwise.js'

const alpha = 1.6732632423543772
const lambda = 1.0507009873554805

/** λ·x for x > 0, else λ·α·(eˣ − 1). */
export const selu = pointwise(
  'selu',
  'Self-normalizing exponential linear unit.',
  (x, graph) => graph.multiply(exponentialUnit(x, alpha, graph), lambda),
  'Klambauer et al., Self-normalizing neural networks, NeurIPS 2017, eq. 2 and 14',
)
