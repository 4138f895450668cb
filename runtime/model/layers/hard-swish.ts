// The piecewise form of silu.
import { pointwise } from './pointwise.js'

/** x·hard_sigmoid(x). */
export const hardSwish = pointwise(
  'hard_swish',
  'Piecewise form of silu.',
  (x, graph) => graph.multiply(x, graph.clip(graph.add(graph.multiply(x, 1 / 6), 0.5), 0, 1)),
  'Howard et al., Searching for MobileNetV3, ICCV 2019, section 5.2',
)
