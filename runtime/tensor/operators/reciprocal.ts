// One over x.
import { unary } from '../rules/elementwise.js'

/** y = 1/x; dy/dx = −y². ONNX Reciprocal 13. */
export const reciprocal = unary({
  kind: 'reciprocal',
  onnx: 'Reciprocal',
  domain: 'reals',
  gradient: (_inputs, y, dy, g) => [() => g.negate(g.multiply(dy, g.multiply(y, y)))],
})
