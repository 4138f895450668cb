// Natural logarithm.
import { unary } from '../rules/elementwise.js'

/** y = log x; dy/dx = 1/x. ONNX Log 13. */
export const log = unary({
  kind: 'log',
  onnx: 'Log',
  domain: 'reals',
  unsteady: true,
  gradient: ([x], _y, dy, g) => [() => g.divide(dy, x)],
})
