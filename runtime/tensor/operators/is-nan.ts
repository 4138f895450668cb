// Which entries are not a number.
import { unary } from '../rules/elementwise.js'

/** y = true where x is NaN. ONNX IsNaN 13. */
export const isNan = unary({
  kind: 'is_nan',
  onnx: 'IsNaN',
  domain: 'reals',
  result: 'bool',
  gradient: () => [undefined],
})
