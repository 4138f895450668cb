// Hyperbolic cosine.
import { unary } from '../rules/elementwise.js'

/** y = cosh x; dy/dx = sinh x. ONNX Cosh 9. */
export const cosh = unary({
  kind: 'cosh',
  onnx: 'Cosh',
  domain: 'float32',
  gradient: ([x], _y, dy, g) => [() => g.multiply(dy, g.sinh(x))],
})
