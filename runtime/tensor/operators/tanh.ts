// Hyperbolic tangent.
import { unary } from '../rules/elementwise.js'

/** y = tanh x; dy/dx = 1 − y². ONNX Tanh 13. */
export const tanh = unary({
  kind: 'tanh',
  onnx: 'Tanh',
  domain: 'reals',
  gradient: (_inputs, y, dy, g) => [() => g.multiply(dy, g.subtract(1, g.multiply(y, y)))],
})
