// Sign turned.
import { unary } from '../rules/elementwise.js'

/** y = −x; dy/dx = −1. ONNX Neg 13. */
export const negate = unary({
  kind: 'negate',
  onnx: 'Neg',
  domain: 'reals',
  gradient: (_inputs, _y, dy, g) => [() => g.negate(dy)],
  evaluate: (_element, x = 0) => -x,
})
