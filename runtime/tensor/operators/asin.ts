// Inverse sine.
import { unary } from '../rules/elementwise.js'

/** y = arcsin x for |x| ≤ 1, NaN beyond; dy/dx = 1/√((1 − x)(1 + x)), infinite at ±1. ONNX Asin 7. */
export const asin = unary({
  kind: 'asin',
  onnx: 'Asin',
  domain: 'float32',
  unsteady: true,
  // Factors, not 1 − x²: near ±1 the square has lost the digits that the difference needs.
  gradient: ([x], _y, dy, g) => [() => g.divide(dy, g.sqrt(g.multiply(g.subtract(1, x), g.add(x, 1))))],
})
