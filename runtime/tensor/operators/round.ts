// Rounding to the nearest integer; flat, so no gradient flows.
import { unary } from '../rules/elementwise.js'

/** y = the nearest integer, of two equally near ones the even one (½ → 0, 3/2 → 2). ONNX Round 11. */
export const round = unary({
  kind: 'round',
  onnx: 'Round',
  domain: 'reals',
  gradient: () => [undefined],
})
