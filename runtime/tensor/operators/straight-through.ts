// A value that is differentiated as if it were another.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator } from '../graph.js'
import { at, batchedValue } from '../rules/lanes.js'
import { sameType } from '../tensor-type.js'

/**
 * y = value, exactly; the whole upstream gradient goes to the source, as if y were it (straight-through estimator: Bengio,
 * Léonard and Courville 2013, section 4). ONNX Identity 16.
 */
export const straightThrough = operator<Record<string, never>>({
  kind: 'straight_through',
  infer: (inputs) => {
    const [value, source] = [at(inputs, 0), at(inputs, 1)]
    if (!sameType(value, source))
      throw new GraphError('shape-mismatch', 'value and source must be of one type')
    return [value]
  },
  gradient: (_use, dy) => [undefined, () => dy],
  batch: (_use, lanes, width, g) => [
    g.straightThrough(batchedValue(at(lanes, 0), width, g), batchedValue(at(lanes, 1), width, g)),
  ],
  onnx: (_use, { inputs: [value = ''], outputs }) => [{ operator: 'Identity', inputs: [value], outputs }],
})
