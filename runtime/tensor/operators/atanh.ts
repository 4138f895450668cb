// Inverse hyperbolic tangent.
import { unary } from '../rules/elementwise.js'

/** y = artanh x for |x| ≤ 1 (infinite at ±1), NaN beyond; dy/dx = 1/((1 − x)(1 + x)). ONNX Atanh 9. */
export const atanh = unary({
  kind: 'atanh',
  onnx: 'Atanh',
  domain: 'float32',
  gradient: ([x], _y, dy, g) => [() => g.divide(dy, g.multiply(g.subtract(1, x), g.add(x, 1)))],
})
