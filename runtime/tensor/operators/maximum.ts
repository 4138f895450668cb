// The larger of two, entry by entry.
import { binary } from '../rules/elementwise.js'

/** y = max(a, b); the upstream gradient goes to the larger, to the first when equal. ONNX Max 13. */
export const maximum = binary({
  kind: 'maximum',
  onnx: 'Max',
  domain: 'reals',
  gradient: ([a, b], _y, dy, g) => [
    () => g.where(g.greaterOrEqual(a, b), dy, 0),
    () => g.where(g.greaterOrEqual(a, b), 0, dy),
  ],
})
