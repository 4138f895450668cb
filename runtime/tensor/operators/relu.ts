// Rectifier.
import { unary } from '../rules/elementwise.js'

/** y = max(x, 0); dy/dx = 1 where y > 0, else 0 (0 at the kink). ONNX Relu 14. */
export const relu = unary({
  kind: 'relu',
  onnx: 'Relu',
  domain: 'reals',
  // A mask as a factor: half the time of Where (docs/lowering.md).
  gradient: (_inputs, y, dy, g) => [() => g.multiply(dy, g.cast(g.greater(y, 0), y.type.element))],
  evaluate: (_element, x = 0) => Math.max(x, 0),
})
