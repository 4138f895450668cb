// Gauss error function.
import { unary } from '../rules/elementwise.js'

/** y = erf x; dy/dx = 2/√π · e^(−x²). ONNX Erf 13. */
export const erf = unary({
  kind: 'erf',
  onnx: 'Erf',
  domain: 'float32',
  gradient: ([x], _y, dy, g) => [
    () => g.multiply(dy, g.exp(g.subtract(Math.log(2 / Math.sqrt(Math.PI)), g.multiply(x, x)))),
  ],
})
