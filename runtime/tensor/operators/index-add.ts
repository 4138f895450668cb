// Addition of rows by index: what sends gradients back through a gather.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator } from '../graph.js'
import { checkIndices, offsetIndices } from '../rules/indexing.js'
import { at, batchedValue, merged, parted } from '../rules/lanes.js'
import { tensorOf } from '../tensor.js'
import { sameShape } from '../tensor-type.js'

/**
 * y = x; y[indices[i]] += updates[i] along the first axis. dy/dx = 1, dy/dupdates = the rows of the upstream
 * gradient. ONNX ScatterND 18 with add.
 */
export const indexAdd = operator<Record<string, never>>({
  kind: 'index_add',
  infer: ([x, indices, updates]) => {
    if (x === undefined || indices === undefined || updates === undefined) {
      throw new GraphError('operator-arity', 'three inputs are expected')
    }
    checkIndices(indices)
    if (updates.element !== x.element || !sameShape(updates.shape, [...indices.shape, ...x.shape.slice(1)])) {
      throw new GraphError('shape-mismatch', 'the updates must be rows of x, one for each index')
    }
    return [x]
  },
  gradient: ({ inputs }, dy, g) => [() => dy, undefined, () => g.gather(dy, at(inputs, 1), 0)],
  batch: ({ inputs }, lanes, width, g) => {
    const [x, indices, updates] = [0, 1, 2].map((place) => batchedValue(at(lanes, place), width, g))
    if (x === undefined || indices === undefined || updates === undefined) return []
    const all = offsetIndices(indices, at(at(inputs, 0).type.shape, 0), width, g)
    return [parted(g.indexAdd(merged(x, g), all, updates, 0), width, g)]
  },
  onnx: ({ inputs }, { inputs: [x = '', indices = '', updates = ''], outputs, fresh, constant }) => {
    const wide = fresh()
    const tuples = fresh()
    const last = constant(tensorOf('int64', [1], [at(inputs, 1).type.shape.length]))
    return [
      { operator: 'Cast', inputs: [indices], outputs: [wide], attributes: { to: 7 } },
      { operator: 'Unsqueeze', inputs: [wide, last], outputs: [tuples] },
      { operator: 'ScatterND', inputs: [x, tuples, updates], outputs, attributes: { reduction: 'add' } },
    ]
  },
})
