// Comparison, entry by entry.
import { binary } from '../rules/elementwise.js'

/** y = (a ≤ b). ONNX LessOrEqual 16. */
export const lessOrEqual = binary({
  kind: 'less_or_equal',
  onnx: 'LessOrEqual',
  domain: 'numbers',
  result: 'bool',
  gradient: () => [undefined, undefined],
  evaluate: (_element, a = 0, b = 0) => Number(a <= b),
})
