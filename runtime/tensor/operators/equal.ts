// Comparison, entry by entry.
import { binary } from '../rules/elementwise.js'

/** y = (a = b). ONNX Equal 13. */
export const equal = binary({
  kind: 'equal',
  onnx: 'Equal',
  domain: 'numbers',
  result: 'bool',
  gradient: () => [undefined, undefined],
  evaluate: (_element, a = 0, b = 0) => Number(a === b),
})
