// Rectifier.
import { unary } from '../rules/elementwise.js'

/** y = max(x, 0); dy/dx = 1 where y > 0, else 0 (0 at the kink). ONNX Relu 14. */
export const relu = unary({
  kind: 'relu',
  onnx: 'Relu',
  domain: 'reals',
  // Where rather than Cast and Mul: faster on large tensors, and an infinite gradient stays out of dead units.
  gradient: (_inputs, y, dy, g) => [() => g.where(g.greater(y, 0), dy, 0)],
  evaluate: (_element, x = 0) => Math.max(x, 0),
})
