// Inverse cosine.
import { unary } from '../rules/elementwise.js'

/** y = arccos x for |x| ≤ 1, NaN beyond; dy/dx = −1/√((1 − x)(1 + x)), infinite at ±1. ONNX Acos 7. */
export const acos = unary({
  kind: 'acos',
  onnx: 'Acos',
  domain: 'float32',
  unsteady: true,
  // Factors, not 1 − x²: near ±1 the square has lost the digits that the difference needs.
  gradient: ([x], _y, dy, g) => [
    () => g.negate(g.divide(dy, g.sqrt(g.multiply(g.subtract(1, x), g.add(x, 1))))),
  ],
})
