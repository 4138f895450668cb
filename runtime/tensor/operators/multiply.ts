// Product, entry by entry; 32-bit integers wrap.
import { binary } from '../rules/elementwise.js'
import { isFloating } from '../tensor-type.js'

/** y = a·b; dy/da = b, dy/db = a. ONNX Mul 14. */
export const multiply = binary({
  kind: 'multiply',
  onnx: 'Mul',
  domain: 'numbers',
  gradient: ([a, b], _y, dy, g) => [() => g.multiply(dy, b), () => g.multiply(dy, a)],
  evaluate: (element, a = 0, b = 0) => (isFloating(element) ? a * b : Math.imul(a, b)),
})
