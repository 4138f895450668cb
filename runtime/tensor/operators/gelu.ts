// The product of a number with the share of a standard normal distribution below it.
import { operator } from '../graph.js'
import { alignedLanes, checkElements } from '../rules/elementwise.js'
import { at } from '../rules/lanes.js'

/**
 * y = x·Φ, given x and Φ = Φ(x); dy/dx = Φ + x·φ(x), with φ(x) = e^(−x²/2 − ln √(2π)) the density. The whole derivative is
 * sent to x and nothing to Φ, which is a function of x: half the passes over the data that two separate rules take.
 * ONNX Mul 14.
 */
export const gelu = operator<Record<string, never>>({
  kind: 'gelu',
  infer: (inputs) => {
    checkElements(inputs, 'reals')
    return [at(inputs, 0)]
  },
  gradient: ({ inputs }, dy, g) => {
    const [x, share] = [at(inputs, 0), at(inputs, 1)]
    const scaled = g.multiply(x, Math.SQRT1_2)
    const density = () => g.exp(g.subtract(-Math.log(2 * Math.PI) / 2, g.multiply(scaled, scaled)))
    return [() => g.multiply(dy, g.add(share, g.multiply(x, density()))), undefined]
  },
  batch: (use, lanes, _width, g) => [g.gelu(at(alignedLanes(use, lanes, g), 0))],
  onnx: (_use, { inputs, outputs }) => [{ operator: 'Mul', inputs, outputs }],
})
