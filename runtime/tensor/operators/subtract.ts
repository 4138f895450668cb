// Difference, entry by entry.
import { binary } from '../rules/elementwise.js'

/** y = a − b; dy/da = 1, dy/db = −1. ONNX Sub 14. */
export const subtract = binary({
  kind: 'subtract',
  onnx: 'Sub',
  domain: 'numbers',
  gradient: (_inputs, _y, dy, g) => [() => dy, () => g.negate(dy)],
  evaluate: (_element, a = 0, b = 0) => a - b,
})
