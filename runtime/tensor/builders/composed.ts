// Functions written in operators, as part of the builder.
import type { Primitives, Value } from '../graph.js'
import { attention, attentionShares } from '../functions/attention.js'
import { convTranspose } from '../functions/conv-transpose.js'
import { einsum } from '../functions/einsum.js'
import { linear } from '../functions/linear.js'
import { standardize } from '../functions/standardize.js'
import { kronecker } from '../functions/kronecker.js'
import { walshHadamard } from '../functions/walsh-hadamard.js'
import { at } from '../rules/lanes.js'
import { fixedShape, normalAxis } from '../tensor-type.js'
import type { Composed } from '../vocabulary.js'

/** Composed functions whose nodes say where they come from. */
export const composed = (g: Primitives): Composed<Value> => ({
  attention: (query, key, value, options) => attention(g, query, key, value, options),
  attentionShares: (query, key, options) => attentionShares(g, query, key, options),
  einsum: (expression, ...values) => einsum(g, expression, values),
  linear: (x, weights, bias) => linear(g, x, weights, bias),
  standardize: (x, axes, epsilon, options) => standardize(g, x, axes, epsilon, options),
  kronecker: (left, right) => kronecker(g, left, right),
  walshHadamard: (x, axis) => walshHadamard(g, x, axis),
  convTranspose: (x, weights, window) => convTranspose(g, x, weights, window),
  sort: (x, axis, { descending = false } = {}) => {
    const [length = 1] = fixedShape([at(x.type.shape, normalAxis(axis, x.type.shape.length))])
    return g.topK(x, length, axis, { smallest: !descending })
  },
})
