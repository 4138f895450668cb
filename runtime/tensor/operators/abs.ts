// Absolute value.
import { unary } from '../rules/elementwise.js'

/** y = |x|; dy/dx = sign x (0 at the kink). ONNX Abs 13. */
export const abs = unary({
  kind: 'abs',
  onnx: 'Abs',
  domain: 'reals',
  gradient: ([x], _y, dy, g) => [() => g.multiply(dy, g.sign(x))],
  evaluate: (_element, x = 0) => Math.abs(x),
})
