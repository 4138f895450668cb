// One entry for each index, along an axis.
import { operator } from '../graph.js'
import { checkIndices, inferElements, zerosLike } from '../rules/indexing.js'
import { at, batchedValue } from '../rules/lanes.js'
import { tensorType } from '../tensor-type.js'

/** y[…, i, …] = x[…, indices[…, i, …], …]; the gradient adds each entry to where it came from. ONNX GatherElements 13. */
export const gatherElements = operator<{ readonly axis: number }>({
  kind: 'gather_elements',
  infer: (inputs, { axis }) => {
    const [x, indices] = [at(inputs, 0), at(inputs, 1)]
    checkIndices(indices)
    inferElements(x, indices, axis)
    return [tensorType(x.element, indices.shape)]
  },
  gradient: ({ inputs, attributes }, dy, g) => {
    const [x, indices] = [at(inputs, 0), at(inputs, 1)]
    return [() => g.scatterAdd(zerosLike(x, g), indices, dy, attributes.axis), undefined]
  },
  batch: ({ attributes }, lanes, width, g) => {
    const [x, indices] = [batchedValue(at(lanes, 0), width, g), batchedValue(at(lanes, 1), width, g)]
    return [g.gatherElements(x, indices, attributes.axis + 1)]
  },
  onnx: ({ attributes }, { inputs, outputs }) => [
    { operator: 'GatherElements', inputs, outputs, attributes: { axis: attributes.axis } },
  ],
})
