// Comparison, entry by entry.
import { binary } from '../rules/elementwise.js'

/** y = (a ≥ b). ONNX GreaterOrEqual 16. */
export const greaterOrEqual = binary({
  kind: 'greater_or_equal',
  onnx: 'GreaterOrEqual',
  domain: 'numbers',
  result: 'bool',
  gradient: () => [undefined, undefined],
  evaluate: (_element, a = 0, b = 0) => Number(a >= b),
})
