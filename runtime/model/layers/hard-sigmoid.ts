// The piecewise linear logistic function.
import { pointwise } from './pointwise.js'

/** x / 6 + ½ held between 0 and 1. */
export const hardSigmoid = pointwise(
  'hard_sigmoid',
  'Piecewise linear sigmoid.',
  (x, graph) => graph.clip(graph.add(graph.multiply(x, 1 / 6), 0.5), 0, 1),
  'Howard et al., Searching for MobileNetV3, ICCV 2019, section 5.2',
)
