// Comparison, entry by entry.
import { binary } from '../rules/elementwise.js'

/** y = (a < b). ONNX Less 13. */
export const less = binary({
  kind: 'less',
  onnx: 'Less',
  domain: 'numbers',
  result: 'bool',
  gradient: () => [undefined, undefined],
  evaluate: (_element, a = 0, b = 0) => Number(a < b),
})
