// What a convolution sends back to its weights.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator } from '../graph.js'
import { encodeWeightGradient } from '../rules/weight-gradient.js'
import { checkElements } from '../rules/elementwise.js'
import { roundingHalves } from '../rules/halves.js'
import { at, parted } from '../rules/lanes.js'
import { inChannels, spatialOf, windowCounts } from '../rules/window.js'
import { fixedShape, sameShape, tensorType } from '../tensor-type.js'
import type { ConvWindow } from '../vocabulary.js'

type Attributes = ConvWindow & { readonly kernel: readonly number[] }

/**
 * dw[o, c, k] = Σ_{n, p} x[n, c, stride·p + dilation·k − pad]·dy[n, o, p]. Bilinear: its own gradients are
 * `conv_input_gradient` and `conv`. No ONNX operator does this: see rules/weight-gradient.ts.
 */
export const convWeightGradient = operator<Attributes>({
  kind: 'conv_weight_gradient',
  infer: (inputs, attributes) => {
    checkElements(inputs, 'reals')
    const [x, dy] = [at(inputs, 0), at(inputs, 1)]
    const counts = windowCounts(spatialOf(x), attributes.kernel, attributes)
    const [channels = 0, filters = 0] = fixedShape([at(x.shape, 1), at(dy.shape, 1)])
    if (x.shape[0] !== dy.shape[0] || !sameShape(spatialOf(dy), counts)) {
      throw new GraphError('shape-mismatch', `the upstream gradient must be [N, O, ${counts.join(', ')}]`)
    }
    return [tensorType(x.element, [filters, channels / attributes.groups, ...attributes.kernel])]
  },
  gradient: ({ inputs, attributes }, dy, g) => {
    const [x, upstream] = [at(inputs, 0), at(inputs, 1)]
    return [
      () => g.convInputGradient(upstream, dy, spatialOf(x.type), windowOf(attributes)),
      () => g.conv(x, dy, windowOf(attributes)),
    ]
  },
  batch: ({ attributes }, lanes, width, g) => {
    const [x, dy] = [inChannels(at(lanes, 0), width, g), inChannels(at(lanes, 1), width, g)]
    const window = { ...windowOf(attributes), groups: attributes.groups * width }
    return [parted(g.convWeightGradient(x, dy, attributes.kernel, window), width, g)]
  },
  onnx: roundingHalves(encodeWeightGradient),
})

const windowOf = ({ strides, dilations, pads, groups }: Attributes): ConvWindow => ({
  strides,
  dilations,
  pads,
  groups,
})
