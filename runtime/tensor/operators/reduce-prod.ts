// Products along axes.
import { reduction, withAxes } from '../rules/reducing.js'
import { at } from '../rules/lanes.js'
import { productsOfOthers } from '../rules/products-of-others.js'
import { steadyReduction } from '../rules/steady.js'

/**
 * y = Π x; dx = dy · the product of the other entries, worked out without a division: right where entries are 0, in
 * derivatives of any order. ONNX ReduceProd 18.
 */
export const reduceProd = reduction({
  kind: 'reduce_prod',
  onnx: 'ReduceProd',
  domain: 'reals',
  gradient: (use, dy, g) => [
    () => g.multiply(withAxes(use, dy, g), productsOfOthers(at(use.inputs, 0), use.attributes.axes, g)),
  ],
  batch: steadyReduction({ neutral: 1, reduce: (x, axes, keep, g) => g.reduceProd(x, axes, keep) }),
})
