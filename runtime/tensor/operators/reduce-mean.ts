// Means along axes.
import { reduction, spreadBack } from '../rules/reducing.js'
import { at } from '../rules/lanes.js'
import { steadyMean } from '../rules/steady.js'
import { countOf } from '../tensor-type.js'

/** y = Σ x / n; every entry gets 1/n of the upstream gradient. ONNX ReduceMean 18. */
export const reduceMean = reduction({
  kind: 'reduce_mean',
  onnx: 'ReduceMean',
  domain: 'reals',
  gradient: (use, dy, g) => [
    () => {
      const { shape } = at(use.inputs, 0).type
      const count = countOf(use.attributes.axes.map((axis) => at(shape, axis)))
      return spreadBack(use, g.multiply(dy, 1 / count), g)
    },
  ],
  batch: steadyMean,
})
