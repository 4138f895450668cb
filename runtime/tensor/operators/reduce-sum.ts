// Sums along axes.
import { reduction, spreadBack } from '../rules/reducing.js'
import { steadySum } from '../rules/steady.js'

/** y = Σ x; every entry gets the upstream gradient of its sum. ONNX ReduceSum 13. */
export const reduceSum = reduction({
  kind: 'reduce_sum',
  onnx: 'ReduceSum',
  domain: 'numbers',
  gradient: (use, dy, g) => [() => spreadBack(use, dy, g)],
  batch: steadySum,
})
