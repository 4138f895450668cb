// Addition of single entries by index, along an axis.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator } from '../graph.js'
import { checkIndices, inferElements } from '../rules/indexing.js'
import { at, batchedValue } from '../rules/lanes.js'
import { sameShape } from '../tensor-type.js'

/**
 * y = x; y[…, indices[…, i, …], …] += updates[…, i, …]. dy/dx = 1, dy/dupdates = the entries at the indices.
 * ONNX ScatterElements 18 with add.
 */
export const scatterAdd = operator<{ readonly axis: number }>({
  kind: 'scatter_add',
  infer: (inputs, { axis }) => {
    const [x, indices, updates] = [at(inputs, 0), at(inputs, 1), at(inputs, 2)]
    checkIndices(indices)
    inferElements(x, indices, axis)
    if (updates.element !== x.element || !sameShape(updates.shape, indices.shape)) {
      throw new GraphError('shape-mismatch', 'the updates must have the shape of the indices')
    }
    return [x]
  },
  gradient: ({ inputs, attributes }, dy, g) => [
    () => dy,
    undefined,
    () => g.gatherElements(dy, at(inputs, 1), attributes.axis),
  ],
  batch: ({ attributes }, lanes, width, g) => {
    const [x, indices, updates] = lanes.map((lane) => batchedValue(lane, width, g))
    if (x === undefined || indices === undefined || updates === undefined) return []
    return [g.scatterAdd(x, indices, updates, attributes.axis + 1)]
  },
  onnx: ({ attributes }, { inputs, outputs }) => [
    { operator: 'ScatterElements', inputs, outputs, attributes: { axis: attributes.axis, reduction: 'add' } },
  ],
})
