// Cosine.
import { unary } from '../rules/elementwise.js'

/** y = cos x; dy/dx = −sin x. ONNX Cos 7. */
export const cos = unary({
  kind: 'cos',
  onnx: 'Cos',
  domain: 'reals',
  unsteady: true,
  gradient: ([x], _y, dy, g) => [() => g.negate(g.multiply(dy, g.sin(x)))],
})
