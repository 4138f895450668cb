// Negation of booleans.
import { unary } from '../rules/elementwise.js'

/** y = ¬x. ONNX Not 1. */
export const not = unary({
  kind: 'not',
  onnx: 'Not',
  domain: 'booleans',
  evaluate: (_element, x = 0) => Number(x === 0),
})
