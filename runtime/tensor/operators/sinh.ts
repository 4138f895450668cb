// Hyperbolic sine.
import { unary } from '../rules/elementwise.js'

/** y = sinh x; dy/dx = cosh x. ONNX Sinh 9. */
export const sinh = unary({
  kind: 'sinh',
  onnx: 'Sinh',
  domain: 'float32',
  gradient: ([x], _y, dy, g) => [() => g.multiply(dy, g.cosh(x))],
})
