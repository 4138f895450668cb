// Sign of x; flat, so no gradient flows.
import { unary } from '../rules/elementwise.js'

/** y = −1, 0 or 1. ONNX Sign 13. */
export const sign = unary({
  kind: 'sign',
  onnx: 'Sign',
  domain: 'reals',
  gradient: () => [undefined],
  evaluate: (_element, x = 0) => Math.sign(x),
})
