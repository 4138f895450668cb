// Square root.
import { unary } from '../rules/elementwise.js'

/** y = √x; dy/dx = 1/(2y). ONNX Sqrt 13. */
export const sqrt = unary({
  kind: 'sqrt',
  onnx: 'Sqrt',
  domain: 'reals',
  gradient: (_inputs, y, dy, g) => [() => g.divide(g.multiply(dy, 0.5), y)],
  evaluate: (_element, x = 0) => Math.sqrt(x),
})
