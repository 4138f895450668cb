// What a convolution sends back to its input; also a transposed convolution.
import { GraphError } from '../../../schemas/diagnostic.js'
import type { OnnxNode, OnnxScope, Use } from '../graph.js'
import { operator } from '../graph.js'
import { tapeOf } from '../rules/tape.js'
import { encodeBlocked, fitsBlocks } from '../rules/blocked.js'
import { checkElements } from '../rules/elementwise.js'
import { roundingHalves } from '../rules/halves.js'
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
 * are `conv` and `conv_weight_gradient`. ONNX ConvTranspose 11, or Conv 11 with turned weights.
 */
export const convInputGradient = operator<Attributes>({
  kind: 'conv_input_gradient',
  infer: (inputs, attributes) => {
    checkElements(inputs, 'products')
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
  onnx: roundingHalves((use, scope) => {
    if (worthTurning(use, scope)) return turned(use, scope)
    return scope.device === 'webgpu' && misread(use) ? channelwise(use, scope) : transposed(use, scope)
  }),
})

/** ConvTranspose sums into overlapping windows; from this many channels on, a convolution of its own is faster. */
const manyChannels = 32

function worthTurning({ inputs, attributes }: Use<Attributes>, scope: OnnxScope): boolean {
  const [filters = 0, depth = 0, ...kernel] = fixedShape(at(inputs, 1).type.shape)
  const { strides, dilations, pads } = attributes
  const reaches = kernel.map((length, axis) => at(dilations, axis) * (length - 1))
  const fits = pads.every((length, place) => length <= at(reaches, place % kernel.length))
  if (!fits || strides.some((stride) => stride !== 1)) return false
  return depth >= manyChannels || fitsBlocks(scope, { channels: filters, filters: depth, kernel }, attributes)
}

/** With stride 1: a convolution with the weights turned around and their two channel axes exchanged. */
function turned({ inputs, attributes }: Use<Attributes>, scope: OnnxScope): readonly OnnxNode[] {
  const [dy = '', w = ''] = scope.inputs
  const [filters = 0, depth = 0, ...kernel] = fixedShape(at(inputs, 1).type.shape)
  const { groups, dilations, pads } = attributes
  const tape = tapeOf(scope)
  const axes = kernel.map((_, axis) => axis + 2)
  const lists = [axes.map(() => -1), axes.map(() => -(2 ** 31)), axes, axes.map(() => -1)]
  const around = tape.add('Slice', [w, ...lists.map((list) => tape.ints(list))])
  const apart = tape.add('Reshape', [around, tape.ints([groups, filters / groups, depth, ...kernel])])
  const exchanged = tape.add('Transpose', [apart], { perm: [0, 2, 1, ...axes.map((axis) => axis + 1)] })
  const weights = tape.add('Reshape', [exchanged, tape.ints([groups * depth, filters / groups, ...kernel])])
  const outside = pads.map((length, place) => {
    const axis = place % kernel.length
    return at(dilations, axis) * (at(kernel, axis) - 1) - length
  })
  const window = { strides: axes.map(() => 1), dilations, pads: outside, groups }
  const sizes = { channels: filters, filters: depth, kernel, window }
  if (fitsBlocks(scope, sizes, window)) return encodeBlocked(tape, scope, [dy, weights], sizes)
  return tape.ending('Conv', [dy, weights], { dilations, pads: outside, group: groups })
}

function transposed({ inputs, attributes }: Use<Attributes>, scope: OnnxScope): readonly OnnxNode[] {
  const kernel = fixedShape(at(inputs, 1).type.shape.slice(2))
  return [
    {
      operator: 'ConvTranspose',
      inputs: scope.inputs,
      outputs: scope.outputs,
      attributes: transposedAttributes(attributes, attributes.groups, kernel),
    },
  ]
}

/**
 * Where WebGPU's ConvTranspose of ONNX Runtime 1.30 gives wrong numbers: several groups of several channels, each to a
 * single one (seen for every even number of channels in a group, found by test/gpu/operators.test.ts).
 */
function misread({ inputs, attributes: { groups } }: Use<Attributes>): boolean {
  const [filters = 0, depth = 0] = fixedShape(at(inputs, 1).type.shape)
  return groups > 1 && depth === 1 && filters > groups
}

/** Every channel in a group of its own, then the sum over those that belong together. */
function channelwise({ inputs, attributes }: Use<Attributes>, scope: OnnxScope): readonly OnnxNode[] {
  const [filters = 0, , ...kernel] = fixedShape(at(inputs, 1).type.shape)
  const { groups, spatial } = attributes
  const tape = tapeOf(scope)
  const single = tape.add('ConvTranspose', scope.inputs, transposedAttributes(attributes, filters, kernel))
  const grouped = tape.add('Reshape', [single, tape.ints([-1, groups, filters / groups, ...spatial])])
  return tape.ending('ReduceSum', [grouped, tape.ints([2])], { keepdims: 0 })
}

const transposedAttributes = (attributes: Attributes, group: number, kernel: readonly number[]) => ({
  ...windowAttributes(attributes),
  group,
  output_padding: unreached(attributes.spatial, kernel, attributes),
})

const windowOf = ({ strides, dilations, pads, groups }: Attributes): ConvWindow => ({
  strides,
  dilations,
  pads,
  groups,
})
