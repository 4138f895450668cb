// What a convolution sends back to its input; also a transposed convolution.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator } from '../graph.js'
import { checkElements } from '../rules/elementwise.js'
import { at, batchedValue, merged, parted } from '../rules/lanes.js'
import {
  fromChannels,
  imageShape,
  inChannels,
  spatialOf,
  unreached,
  windowAttributes,
  windowCounts,
} from '../rules/window.js'
import { fixedShape, sameShape, tensorType } from '../tensor-type.js'
import type { ConvWindow } from '../vocabulary.js'

type Attributes = ConvWindow & { readonly spatial: readonly number[] }

/**
 * dx[n, c, i] = Σ_{o, k} dy[n, o, p]·w[o, c, k] over stride·p + dilation·k − pad = i. Bilinear: its own gradients
 * are `conv` and `conv_weight_gradient`. ONNX ConvTranspose 11.
 */
export const convInputGradient = operator<Attributes>({
  kind: 'conv_input_gradient',
  infer: (inputs, attributes) => {
    checkElements(inputs, 'reals')
    const [dy, w] = [at(inputs, 0), at(inputs, 1)]
    const [filters = 0, depth = 0, ...kernel] = fixedShape(w.shape)
    const counts = windowCounts(attributes.spatial, kernel, attributes)
    if (dy.shape[1] !== filters || !sameShape(spatialOf(dy), counts)) {
      throw new GraphError(
        'shape-mismatch',
        `the upstream gradient must be [N, ${[filters, ...counts].join(', ')}]`,
      )
    }
    return [tensorType(dy.element, imageShape(dy, depth * attributes.groups, attributes.spatial))]
  },
  gradient: ({ inputs, attributes }, dy, g) => {
    const [upstream, w] = [at(inputs, 0), at(inputs, 1)]
    return [
      () => g.conv(dy, w, windowOf(attributes)),
      () => g.convWeightGradient(dy, upstream, fixedShape(w.type.shape.slice(2)), windowOf(attributes)),
    ]
  },
  batch: ({ attributes }, lanes, width, g) => {
    const [dy, w] = [at(lanes, 0), at(lanes, 1)]
    const { spatial } = attributes
    const window = windowOf(attributes)
    if (!w.batched)
      return [parted(g.convInputGradient(merged(dy.value, g), w.value, spatial, window), width, g)]
    const filters = merged(batchedValue(w, width, g), g)
    const grouped = { ...window, groups: window.groups * width }
    return [fromChannels(g.convInputGradient(inChannels(dy, width, g), filters, spatial, grouped), width, g)]
  },
  onnx: ({ inputs, attributes }, { inputs: names, outputs }) => {
    const kernel = fixedShape(at(inputs, 1).type.shape.slice(2))
    return [
      {
        operator: 'ConvTranspose',
        inputs: names,
        outputs,
        attributes: {
          ...windowAttributes(attributes),
          group: attributes.groups,
          output_padding: unreached(attributes.spatial, kernel, attributes),
        },
      },
    ]
  },
})

const windowOf = ({ strides, dilations, pads, groups }: Attributes): ConvWindow => ({
  strides,
  dilations,
  pads,
  groups,
})
