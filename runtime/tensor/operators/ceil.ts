// Rounding up; flat, so no gradient flows.
import { unary } from '../rules/elementwise.js'

/** y = ⌈x⌉. ONNX Ceil 13. */
export const ceil = unary({
  kind: 'ceil',
  onnx: 'Ceil',
  domain: 'reals',
  gradient: () => [undefined],
  evaluate: (_element, x = 0) => Math.ceil(x),
})
