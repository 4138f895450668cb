// Power, entry by entry.
import { binary } from '../rules/elementwise.js'

/** y = aᵇ; dy/da = b·aᵇ⁻¹, dy/db = y·log a. ONNX Pow 15. */
export const power = binary({
  kind: 'power',
  onnx: 'Pow',
  domain: 'reals',
  gradient: ([a, b], y, dy, g) => [
    () => g.multiply(dy, g.multiply(b, g.power(a, g.subtract(b, 1)))),
    () => g.multiply(dy, g.multiply(y, g.log(a))),
  ],
})
