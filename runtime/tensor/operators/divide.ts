// Quotient, entry by entry; truncated for integers.
import { binary } from '../rules/elementwise.js'
import { isFloating } from '../tensor-type.js'

/** y = a/b; dy/da = 1/b, dy/db = −y/b. ONNX Div 14. */
export const divide = binary({
  kind: 'divide',
  onnx: 'Div',
  domain: 'numbers',
  gradient: ([, b], y, dy, g) => [() => g.divide(dy, b), () => g.negate(g.divide(g.multiply(dy, y), b))],
  evaluate: (element, a = 0, b = 1) => (isFloating(element) ? a / b : Math.trunc(a / b)),
})
