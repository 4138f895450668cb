// The smaller of two, entry by entry.
import { binary } from '../rules/elementwise.js'

/** y = min(a, b); the upstream gradient goes to the smaller, to the first when equal. ONNX Min 13. */
export const minimum = binary({
  kind: 'minimum',
  onnx: 'Min',
  domain: 'reals',
  gradient: ([a, b], _y, dy, g) => [
    () => g.where(g.lessOrEqual(a, b), dy, 0),
    () => g.where(g.lessOrEqual(a, b), 0, dy),
  ],
})
