// Rounding down; flat, so no gradient flows.
import { unary } from '../rules/elementwise.js'

/** y = ⌊x⌋. ONNX Floor 13. */
export const floor = unary({
  kind: 'floor',
  onnx: 'Floor',
  domain: 'reals',
  gradient: () => [undefined],
  evaluate: (_element, x = 0) => Math.floor(x),
})
