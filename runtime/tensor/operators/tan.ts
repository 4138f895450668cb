// Tangent.
import { unary } from '../rules/elementwise.js'

/** y = tan x; dy/dx = 1 + y². ONNX Tan 7. */
export const tan = unary({
  kind: 'tan',
  onnx: 'Tan',
  domain: 'float32',
  gradient: (_inputs, y, dy, g) => [() => g.multiply(dy, g.add(g.multiply(y, y), 1))],
})
