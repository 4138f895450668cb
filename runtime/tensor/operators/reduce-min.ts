// Smallest entries along axes.
import { reduction, shareOfEqual } from '../rules/reducing.js'

/** y = min x; the smallest entries share the upstream gradient equally. ONNX ReduceMin 18. */
export const reduceMin = reduction({
  kind: 'reduce_min',
  onnx: 'ReduceMin',
  domain: 'reals',
  gradient: (use, dy, g) => [() => shareOfEqual(use, dy, g)],
  batch: (x, axes, keep, g) => g.reduceMin(x, axes, keep),
})
