// Largest entries along axes.
import { reduction, withAxes } from '../rules/reducing.js'
import { at } from '../rules/lanes.js'

/** y = max x; the largest entries share the upstream gradient equally. ONNX ReduceMax 18. */
export const reduceMax = reduction({
  kind: 'reduce_max',
  onnx: 'ReduceMax',
  domain: 'reals',
  gradient: (use, dy, g) => [
    () => {
      const x = at(use.inputs, 0)
      const largest = g.cast(g.equal(x, withAxes(use, at(use.outputs, 0), g)), x.type.element)
      const share = g.divide(withAxes(use, dy, g), g.reduceSum(largest, use.attributes.axes, true))
      return g.multiply(largest, share)
    },
  ],
  batch: (x, axes, keep, g) => g.reduceMax(x, axes, keep),
})
