// Logistic function.
import { unary } from '../rules/elementwise.js'

/** y = 1/(1 + e⁻ˣ); dy/dx = y(1 − y). ONNX Sigmoid 13. */
export const sigmoid = unary({
  kind: 'sigmoid',
  onnx: 'Sigmoid',
  domain: 'reals',
  gradient: (_inputs, y, dy, g) => [() => g.multiply(dy, g.multiply(y, g.subtract(1, y)))],
})
