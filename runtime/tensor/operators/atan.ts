// Inverse tangent.
import { unary } from '../rules/elementwise.js'

/** y = arctan x; dy/dx = 1/(1 + x²). ONNX Atan 7. */
export const atan = unary({
  kind: 'atan',
  onnx: 'Atan',
  domain: 'float32',
  unsteady: true,
  gradient: ([x], _y, dy, g) => [() => g.divide(dy, g.add(g.multiply(x, x), 1))],
})
