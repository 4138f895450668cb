// Sine.
import { unary } from '../rules/elementwise.js'

/** y = sin x; dy/dx = cos x. ONNX Sin 7. */
export const sin = unary({
  kind: 'sin',
  onnx: 'Sin',
  domain: 'reals',
  unsteady: true,
  gradient: ([x], _y, dy, g) => [() => g.multiply(dy, g.cos(x))],
})
