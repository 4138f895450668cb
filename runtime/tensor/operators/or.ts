// Disjunction of booleans.
import { binary } from '../rules/elementwise.js'

/** y = a ∨ b. ONNX Or 7. */
export const or = binary({
  kind: 'or',
  onnx: 'Or',
  domain: 'booleans',
  evaluate: (_element, a = 0, b = 0) => Number(a !== 0 || b !== 0),
})
