// Convolution.
import { GraphError } from '../../../schemas/diagnostic.js'
import { operator } from '../graph.js'
import { checkElements } from '../rules/elementwise.js'
import { at, batchedValue, merged, parted } from '../rules/lanes.js'
import {
  fromChannels,
  imageShape,
  inChannels,
  spatialOf,
  windowAttributes,
  windowCounts,
} from '../rules/window.js'
import { fixedShape, tensorType } from '../tensor-type.js'
import type { ConvWindow } from '../vocabulary.js'

/**
 * y[n, o, p] = Σ_{c, k} x[n, c, stride·p + dilation·k − pad]·w[o, c, k] within channel groups:
 * `x [N, C, …], w [O, C/groups, …] → [N, O, …]`. Bilinear: its gradients are the two operators beside it. ONNX Conv 11.
 */
export const conv = operator<ConvWindow>({
  kind: 'conv',
  infer: (inputs, window) => {
    checkElements(inputs, 'reals')
    const [x, w] = [at(inputs, 0), at(inputs, 1)]
    const [channels] = fixedShape([at(x.shape, 1)])
    const [filters = 0, depth = 0, ...kernel] = fixedShape(w.shape)
    if (depth * window.groups !== channels || filters % window.groups !== 0) {
      const wanted = `${depth} × ${window.groups} groups`
      throw new GraphError(
        'shape-mismatch',
        `${channels} channels meet weights for ${wanted} and ${filters} filters`,
      )
    }
    return [tensorType(x.element, imageShape(x, filters, windowCounts(spatialOf(x), kernel, window)))]
  },
  gradient: ({ inputs, attributes }, dy, g) => {
    const [x, w] = [at(inputs, 0), at(inputs, 1)]
    return [
      () => g.convInputGradient(dy, w, spatialOf(x.type), attributes),
      () => g.convWeightGradient(x, dy, fixedShape(w.type.shape.slice(2)), attributes),
    ]
  },
  batch: ({ attributes }, lanes, width, g) => {
    const [x, w] = [at(lanes, 0), at(lanes, 1)]
    if (!w.batched) return [parted(g.conv(merged(x.value, g), w.value, attributes), width, g)]
    const groups = attributes.groups * width
    const filters = merged(batchedValue(w, width, g), g)
    return [fromChannels(g.conv(inChannels(x, width, g), filters, { ...attributes, groups }), width, g)]
  },
  onnx: ({ attributes }, { inputs, outputs }) => [
    {
      operator: 'Conv',
      inputs,
      outputs,
      attributes: { ...windowAttributes(attributes), group: attributes.groups },
    },
  ],
})
