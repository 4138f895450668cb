// Product, entry by entry; 32-bit integers wrap.
import { binary } from '../rules/elementwise.js'
import { isFloating } from '../tensor-type.js'

/** y = a·b; dy/da = b, dy/db = a, of a square 2a at once (the upstream gradient is often the smaller one). ONNX Mul 14. */
export const multiply = binary({
  kind: 'multiply',
  onnx: 'Mul',
  domain: 'numbers',
  gradient: ([a, b], _y, dy, g) =>
    a.node === b.node && a.index === b.index
      ? [() => g.multiply(g.multiply(dy, 2), a), undefined]
      : [() => g.multiply(dy, b), () => g.multiply(dy, a)],
  evaluate: (element, a = 0, b = 0) => (isFloating(element) ? a * b : Math.imul(a, b)),
})
