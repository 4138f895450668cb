// Conjunction of booleans.
import { binary } from '../rules/elementwise.js'

/** y = a ∧ b. ONNX And 7. */
export const and = binary({
  kind: 'and',
  onnx: 'And',
  domain: 'booleans',
  evaluate: (_element, a = 0, b = 0) => Number(a !== 0 && b !== 0),
})
