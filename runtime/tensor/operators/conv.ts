// Convolution.
import { GraphError } from '../../../schemas/diagnostic.js'
import type { Builder, Value } from '../graph.js'
import { operator } from '../graph.js'
import { encodeBlocked, fitsBlocks } from '../rules/blocked.js'
import { checkElements } from '../rules/elementwise.js'
import { roundingHalves } from '../rules/halves.js'
import { at, batchedValue, merged, parted } from '../rules/lanes.js'
import {
  fromChannels,
  imageShape,
  inChannels,
  spatialOf,
  windowAttributes,
  windowCounts,
} from '../rules/window.js'
import { tapeOf } from '../rules/tape.js'
import type { TensorType } from '../tensor-type.js'
import { fixedShape, sameShape, tensorType } from '../tensor-type.js'
import type { ConvWindow } from '../vocabulary.js'

/**
 * y[n, o, p] = Σ_{c, k} x[n, c, stride·p + dilation·k − pad]·w[o, c, k] within channel groups:
 * `x [N, C, …], w [O, C/groups, …] → [N, O, …]`, plus a bias `[O]` if there is a third input. Bilinear: its gradients
 * are the two operators beside it, and the sum over examples and places for the bias. ONNX Conv 11.
 */
export const conv = operator<ConvWindow>({
  kind: 'conv',
  infer: (inputs, window) => {
    checkElements(inputs, 'products')
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
    checkBias(inputs[2], filters)
    return [tensorType(x.element, imageShape(x, filters, windowCounts(spatialOf(x), kernel, window)))]
  },
  gradient: ({ inputs, attributes }, dy, g) => {
    const [x, w] = [at(inputs, 0), at(inputs, 1)]
    return [
      () => g.convInputGradient(dy, w, spatialOf(x.type), attributes),
      () => g.convWeightGradient(x, dy, fixedShape(w.type.shape.slice(2)), attributes),
      () => g.reduceSum(dy, [0, ...spatialOf(dy.type).map((_, axis) => axis + 2)]),
    ]
  },
  batch: ({ attributes }, lanes, width, g) => {
    const [x, w, bias] = [at(lanes, 0), at(lanes, 1), lanes[2]]
    const groups = attributes.groups * width
    if (w.batched) {
      const [filters, shift] = [w, bias].map((lane) => lane && merged(batchedValue(lane, width, g), g))
      const images = inChannels(x, width, g)
      return [fromChannels(g.conv(images, filters ?? images, { ...attributes, groups }, shift), width, g)]
    }
    const shared = bias?.batched === true ? undefined : bias?.value
    const images = x.batched ? merged(x.value, g) : x.value
    const y = g.conv(images, w.value, attributes, shared)
    const members = x.batched ? parted(y, width, g) : y
    if (bias === undefined || shared !== undefined) return [members]
    return [g.add(members, spreadBias(bias.value, members.type.shape.length - (x.batched ? 3 : 2), g))]
  },
  onnx: roundingHalves(({ inputs, attributes }, scope) => {
    const [filters = 0, channels = 0, ...kernel] = fixedShape(at(inputs, 1).type.shape)
    const sizes = { filters, channels, kernel, window: attributes }
    if (fitsBlocks(scope, sizes, attributes)) return encodeBlocked(tapeOf(scope), scope, scope.inputs, sizes)
    const group = { ...windowAttributes(attributes), group: attributes.groups }
    return [{ operator: 'Conv', inputs: scope.inputs, outputs: scope.outputs, attributes: group }]
  }),
})

/** `[K, O] → [K, 1, O, 1, …]`: one value a channel of each member. */
const spreadBias = (bias: Value, spatialRank: number, g: Builder): Value =>
  g.unsqueeze(bias, [1, ...Array.from({ length: spatialRank }, (_, axis) => axis + 3)])

/** @throws GraphError `shape-mismatch` */
function checkBias(bias: TensorType | undefined, filters: number): void {
  if (bias === undefined || sameShape(bias.shape, [filters])) return
  throw new GraphError('shape-mismatch', `the bias must have one entry for each of ${filters} filters`)
}
