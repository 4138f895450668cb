// Exclusive disjunction of booleans.
import { binary } from '../rules/elementwise.js'

/** y = a ≠ b. ONNX Xor 7. */
export const xor = binary({
  kind: 'xor',
  onnx: 'Xor',
  domain: 'booleans',
  evaluate: (_element, a = 0, b = 0) => Number((a !== 0) !== (b !== 0)),
})
