// Sum, entry by entry.
import { binary } from '../rules/elementwise.js'

/** y = a + b; dy/da = 1, dy/db = 1. ONNX Add 14. */
export const add = binary({
  kind: 'add',
  onnx: 'Add',
  domain: 'numbers',
  gradient: (_inputs, _y, dy) => [() => dy, () => dy],
  evaluate: (_element, a = 0, b = 0) => a + b,
})
