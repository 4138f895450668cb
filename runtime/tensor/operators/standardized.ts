// Values divided by their own spread, with the gradient of the whole in one formula.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator, type Attributes, type Builder, type Use, type Value } from '../graph.js'
import { checkElements } from '../rules/elementwise.js'
import { at, batchedValue, shifted } from '../rules/lanes.js'
import { fixedShape, sameShape } from '../tensor-type.js'
import type { StandardizedOptions } from '../vocabulary.js'

type StandardizedAttributes = StandardizedOptions & Attributes

/**
 * y = c·(r·γ) of inputs x, c, r and, where it is given, γ: c is x or x − mean x, and r = (mean c² + ε)^−½ has the axes kept, as has γ. All of the
 * gradient but γ's goes to x: dx = rγ·(dy − mean dy − c·r²·mean(dy·c)), without the first mean where c = x; dγ = r·Σ dy·c (Ioffe and Szegedy,
 * Batch normalization, ICML 2015, section 3, put together). Sent through c and r one by one it takes half as many operations again. ε
 * counts as a constant. ONNX Mul 14.
 */
export const standardized = operator<StandardizedAttributes>({
  kind: 'standardized',
  infer: (inputs) => {
    const [x, c, r, gain] = [at(inputs, 0), at(inputs, 1), at(inputs, 2), inputs[3]]
    checkElements(inputs, 'reals')
    if (!sameShape(x.shape, c.shape))
      throw new GraphError('shape-mismatch', 'what is standardized and its centred form must be of one shape')
    if (gain !== undefined && !sameShape(gain.shape, r.shape))
      throw new GraphError('shape-mismatch', 'gain and scale must be of one shape')
    return [x]
  },
  gradient: (use, dy, g) => [
    () => (use.inputs[3] === undefined ? toPlainInput(use, dy, g) : toInput(use, dy, g)),
    undefined,
    undefined,
    () => g.multiply(at(use.inputs, 2), along(use, g.multiply(dy, at(use.inputs, 1)), g)),
  ],
  batch: ({ attributes: { axes, centred } }, lanes, width, g) => {
    const wide = (index: number): Value => batchedValue(at(lanes, index), width, g)
    const gain = lanes[3] === undefined ? [] : [wide(3)]
    return [g.standardized(wide(0), wide(1), wide(2), { axes: shifted(axes), centred }, ...gain)]
  },
  onnx: (_use, { inputs: [, c = '', r = '', gain], outputs, fresh }) => {
    if (gain === undefined) return [{ operator: 'Mul', inputs: [c, r], outputs }]
    const scale = fresh()
    return [
      { operator: 'Mul', inputs: [r, gain], outputs: [scale] },
      { operator: 'Mul', inputs: [c, scale], outputs },
    ]
  },
})

/** Sums over the axes, in the shape of r; without the axes first, as the gradient of a shift takes them, so that both are one. */
const along = ({ inputs, attributes: { axes } }: Use<StandardizedAttributes>, x: Value, g: Builder): Value =>
  g.reshape(g.reduceSum(x, axes), at(inputs, 2).type.shape)

/** dx without γ: r·(dy − mean dy − y·mean(dy·y)), few operations on what is as small as r. */
function toPlainInput(
  { inputs, outputs, attributes: { axes, centred } }: Use<StandardizedAttributes>,
  dy: Value,
  g: Builder,
): Value {
  const y = at(outputs, 0)
  const own = g.multiply(y, g.reduceMean(g.multiply(dy, y), axes, true))
  const others = centred ? g.subtract(dy, g.reduceMean(dy, axes, true)) : dy
  return g.multiply(g.subtract(others, own), at(inputs, 2))
}

/** dx as s·dy − (s·r²·mean(dy·c)·c + s·mean dy) with s = r·γ: what is as small as r is put together first. */
function toInput(use: Use<StandardizedAttributes>, dy: Value, g: Builder): Value {
  const { inputs, attributes } = use
  const [x, c, r, gain] = [at(inputs, 0), at(inputs, 1), at(inputs, 2), at(inputs, 3)]
  const scale = g.multiply(r, gain)
  const count = fixedShape(attributes.axes.map((axis) => at(x.type.shape, axis))).reduce(
    (n, length) => n * length,
    1,
  )
  const mean = (value: Value): Value => g.multiply(along(use, value, g), 1 / count)
  const slope = g.multiply(scale, g.multiply(g.multiply(r, r), mean(g.multiply(dy, c))))
  const common = g.multiply(c, slope)
  const taken = attributes.centred ? g.add(common, g.multiply(scale, mean(dy))) : common
  return g.subtract(g.multiply(dy, scale), taken)
}
