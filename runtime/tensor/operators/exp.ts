// Exponential.
import { unary } from '../rules/elementwise.js'

/** y = eˣ; dy/dx = y. ONNX Exp 13. */
export const exp = unary({
  kind: 'exp',
  onnx: 'Exp',
  domain: 'reals',
  gradient: (_inputs, y, dy, g) => [() => g.multiply(dy, y)],
})
