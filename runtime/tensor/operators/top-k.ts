// The largest or smallest entries along an axis, in order, and where they were.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator } from '../graph.js'
import { checkElements } from '../rules/elementwise.js'
import { zerosLike } from '../rules/indexing.js'
import { at, onlyLane } from '../rules/lanes.js'
import { tensorOf } from '../tensor.js'
import { fixedShape, tensorType } from '../tensor-type.js'

type Attributes = { readonly count: number; readonly axis: number; readonly smallest: boolean }

/**
 * y = the `count` largest entries along an axis, largest first (or smallest), and their indices (int64); of equal ones
 * the first comes first. The gradient goes to where the entries were. ONNX TopK 11.
 */
export const topK = operator<Attributes>({
  kind: 'top_k',
  infer: (inputs, { count, axis }) => {
    checkElements(inputs, 'signed numbers')
    const { element, shape } = at(inputs, 0)
    const [length = 0] = fixedShape([at(shape, axis)])
    if (!Number.isInteger(count) || count < 1 || count > length) {
      throw new GraphError('attribute-range', `${count} of ${length} entries cannot be had`)
    }
    const taken = shape.map((own, place) => (place === axis ? count : own))
    return [tensorType(element, taken), tensorType('int64', taken)]
  },
  gradient: ({ inputs, outputs, attributes: { axis } }, dy, g) => [
    () => g.scatterAdd(zerosLike(at(inputs, 0), g), at(outputs, 1), dy, axis),
  ],
  batch: ({ attributes: { count, axis, smallest } }, lanes, _width, g) =>
    g.topK(onlyLane(lanes), count, axis + 1, { smallest }),
  onnx: ({ attributes: { count, axis, smallest } }, { inputs, outputs, constant, fresh }) => [
    {
      operator: 'TopK',
      inputs: [...inputs, constant(tensorOf('int64', [1], [count]))],
      // Neither result may be left out.
      outputs: outputs.map((name) => (name === '' ? fresh() : name)),
      attributes: { axis, largest: Number(!smallest), sorted: 1 },
    },
  ],
})
