// Values divided by their own spread, with the gradient of the whole in one formula.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator, type Attributes, type Value } from '../graph.js'
import { checkElements } from '../rules/elementwise.js'
import { at, batchedValue, shifted } from '../rules/lanes.js'
import { sameShape } from '../tensor-type.js'
import type { StandardizedOptions } from '../vocabulary.js'

/**
 * y = c·r of inputs x, c and r, where c is x or x − mean x, and r = (mean c² + ε)^−½ has the axes kept. All of the gradient goes to x:
 * dx = r·(dy − mean dy − y·mean(dy·y)), without the first mean where c = x (Ioffe and Szegedy, Batch normalization, ICML 2015, section 3,
 * put together). Sent through c and r one by one it takes half as many operations again. ε counts as a constant. ONNX Mul 14.
 */
export const standardized = operator<StandardizedOptions & Attributes>({
  kind: 'standardized',
  infer: (inputs) => {
    const [x, c] = [at(inputs, 0), at(inputs, 1)]
    checkElements(inputs, 'reals')
    if (!sameShape(x.shape, c.shape))
      throw new GraphError('shape-mismatch', 'what is standardized and its centred form must be of one shape')
    return [x]
  },
  gradient: ({ inputs, outputs, attributes: { axes, centred } }, dy, g) => [
    () => {
      const [y, r] = [at(outputs, 0), at(inputs, 2)]
      const along = g.multiply(y, g.reduceMean(g.multiply(dy, y), axes, true))
      const across = centred ? g.subtract(dy, g.reduceMean(dy, axes, true)) : dy
      return g.multiply(g.subtract(across, along), r)
    },
    undefined,
    undefined,
  ],
  batch: ({ attributes: { axes, centred } }, lanes, width, g) => {
    const wide = (index: number): Value => batchedValue(at(lanes, index), width, g)
    return [g.standardized(wide(0), wide(1), wide(2), { axes: shifted(axes), centred })]
  },
  onnx: (_use, { inputs: [, c = '', r = ''], outputs }) => [{ operator: 'Mul', inputs: [c, r], outputs }],
})
