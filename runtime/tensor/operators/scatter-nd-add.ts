// Addition of entries or slices by tuples of indices.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator } from '../graph.js'
import { checkTuples, ofMembers, wideIndices } from '../rules/indexing.js'
import { at, batchedValue } from '../rules/lanes.js'
import { sameShape } from '../tensor-type.js'

/**
 * `x [A₁ … A_k, B…], indices [I…, k], updates [I…, B…]`: y = x; y[indices[i…]] += updates[i…], as often as a tuple
 * occurs. dy/dx = 1, dy/dupdates = the entries of the upstream gradient at the tuples. ONNX ScatterND 18 with add.
 */
export const scatterNdAdd = operator<Record<string, never>>({
  kind: 'scatter_nd_add',
  infer: (inputs) => {
    const [x, indices, updates] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)]
    const depth = checkTuples(x, indices)
    const wanted = [...indices.shape.slice(0, -1), ...x.shape.slice(depth)]
    if (updates.element !== x.element || !sameShape(updates.shape, wanted)) {
      throw new GraphError('shape-mismatch', `the updates must be ${x.element}[${wanted.join(',')}]`)
    }
    return [x]
  },
  gradient: ({ inputs }, dy, g) => [() => dy, undefined, () => g.gatherNd(dy, at(inputs, 1))],
  batch: (_use, lanes, width, g) => {
    const [x, indices, updates] = [0, 1, 2].map((place) => batchedValue(at(lanes, place), width, g))
    if (x === undefined || indices === undefined || updates === undefined) return []
    return [g.scatterNdAdd(x, ofMembers(indices, g), updates)]
  },
  onnx: (_use, scope) => {
    const [x = '', indices = '', updates = ''] = scope.inputs
    const [cast, wide] = wideIndices(indices, scope)
    const attributes = { reduction: 'add' }
    return [cast, { operator: 'ScatterND', inputs: [x, wide, updates], outputs: scope.outputs, attributes }]
  },
})
