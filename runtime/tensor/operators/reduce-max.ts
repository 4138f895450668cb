// Largest entries along axes.
import { reduction, shareOfEqual } from '../rules/reducing.js'

/** y = max x; the largest entries share the upstream gradient equally. ONNX ReduceMax 18. */
export const reduceMax = reduction({
  kind: 'reduce_max',
  onnx: 'ReduceMax',
  domain: 'reals',
  gradient: (use, dy, g) => [() => shareOfEqual(use, dy, g)],
  batch: (x, axes, keep, g) => g.reduceMax(x, axes, keep),
})
