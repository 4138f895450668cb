// Comparison, entry by entry.
import { binary } from '../rules/elementwise.js'

/** y = (a > b). ONNX Greater 13. */
export const greater = binary({
  kind: 'greater',
  onnx: 'Greater',
  domain: 'numbers',
  result: 'bool',
  gradient: () => [undefined, undefined],
  evaluate: (_element, a = 0, b = 0) => Number(a > b),
})
