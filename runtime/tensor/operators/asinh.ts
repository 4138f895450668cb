// Inverse hyperbolic sine.
import { unary } from '../rules/elementwise.js'

/** y = arsinh x; dy/dx = 1/√(1 + x²). ONNX Asinh 9. */
export const asinh = unary({
  kind: 'asinh',
  onnx: 'Asinh',
  domain: 'float32',
  gradient: ([x], _y, dy, g) => [() => g.divide(dy, g.sqrt(g.add(g.multiply(x, x), 1)))],
})
