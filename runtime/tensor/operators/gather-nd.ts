// Entries or slices by tuples of indices.
import { operator } from '../graph.js'
import { checkTuples, ofMembers, wideIndices, zerosLike } from '../rules/indexing.js'
import { at, batchedValue } from '../rules/lanes.js'
import { tensorType } from '../tensor-type.js'

/**
 * `x [A₁ … A_k, B…], indices [I…, k] → [I…, B…]`: y[i…] = x[indices[i…, 0], …, indices[i…, k − 1]]; the gradient adds
 * each entry to where it came from. ONNX GatherND 13.
 */
export const gatherNd = operator<Record<string, never>>({
  kind: 'gather_nd',
  infer: (inputs) => {
    const [x, indices] = [at(inputs, 0), at(inputs, 1)]
    const depth = checkTuples(x, indices)
    return [tensorType(x.element, [...indices.shape.slice(0, -1), ...x.shape.slice(depth)])]
  },
  gradient: ({ inputs }, dy, g) => {
    const [x, indices] = [at(inputs, 0), at(inputs, 1)]
    return [() => g.scatterNdAdd(zerosLike(x, g), indices, dy), undefined]
  },
  batch: (_use, lanes, width, g) => {
    const [x, indices] = [at(lanes, 0), at(lanes, 1)]
    if (!x.batched) return [g.gatherNd(x.value, indices.value)]
    return [g.gatherNd(x.value, ofMembers(batchedValue(indices, width, g), g))]
  },
  onnx: (_use, scope) => {
    const [x = '', indices = ''] = scope.inputs
    const [cast, wide] = wideIndices(indices, scope)
    return [cast, { operator: 'GatherND', inputs: [x, wide], outputs: scope.outputs }]
  },
})
