// Inverse hyperbolic cosine.
import { unary } from '../rules/elementwise.js'

/** y = arcosh x for x ≥ 1, NaN below; dy/dx = 1/√((x − 1)(x + 1)), infinite at 1. ONNX Acosh 9. */
export const acosh = unary({
  kind: 'acosh',
  onnx: 'Acosh',
  domain: 'float32',
  // Factors, not x² − 1: near 1 the square has lost the digits that the difference needs.
  gradient: ([x], _y, dy, g) => [() => g.divide(dy, g.sqrt(g.multiply(g.subtract(x, 1), g.add(x, 1))))],
})
