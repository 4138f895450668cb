// Euclidean norms along axes.
import { reduction, withAxes } from '../rules/reducing.js'
import { at } from '../rules/lanes.js'
import { steadyReduction } from '../rules/steady.js'

/** y = √Σx²; dx = dy·x/y, and 0 where y = 0: the subgradient of least length. ONNX ReduceL2 18. */
export const reduceL2 = reduction({
  kind: 'reduce_l2',
  onnx: 'ReduceL2',
  domain: 'reals',
  gradient: (use, dy, g) => [
    () => {
      const y = withAxes(use, at(use.outputs, 0), g)
      const isLong = g.greater(y, 0)
      const share = g.where(isLong, g.divide(withAxes(use, dy, g), g.where(isLong, y, 1)), 0)
      return g.multiply(at(use.inputs, 0), share)
    },
  ],
  batch: steadyReduction({ neutral: 0, reduce: (x, axes, keep, g) => g.reduceL2(x, axes, keep) }),
})
