// Transposed convolution.
import type { Primitives, Value } from '../graph.js'
import { at } from '../rules/lanes.js'
import { spatialOf } from '../rules/window.js'
import { fixedShape } from '../tensor-type.js'
import type { TransposedWindow } from '../vocabulary.js'

/**
 * `x [N, C, …], w [C, O/groups, …] → [N, O, …]` with lengths stride·(length − 1) + dilation·(kernel − 1) + 1 − pads +
 * output pads: what the convolution with these weights from O to C channels sends back to its input.
 */
export function convTranspose(g: Primitives, x: Value, weights: Value, window: TransposedWindow = {}): Value {
  const { outputPads, ...options } = window
  const kernel = fixedShape(weights.type.shape.slice(2))
  const rank = kernel.length
  const spatial = spatialOf(x.type).map((length, axis) => {
    const stride = options.strides?.[axis] ?? 1
    const dilation = options.dilations?.[axis] ?? 1
    const pads = (options.pads?.[axis] ?? 0) + (options.pads?.[axis + rank] ?? 0)
    const reach = dilation * (at(kernel, axis) - 1) + 1
    return stride * (length - 1) + reach - pads + (outputPads?.[axis] ?? 0)
  })
  return g.convInputGradient(x, weights, spatial, options)
}
