// The ONNX form of a convolution's weight gradient: a sum over examples and places, for which there is no operator.
// Columns are made by slices, as in im2col, and multiplied with the upstream gradient; what was tried is in
// docs/lowering.md.
import type { OnnxNode, OnnxScope, Use } from '../graph.js'
import { elementCodes, fixedShape } from '../tensor-type.js'
import type { ConvWindow } from '../vocabulary.js'
import { at } from './lanes.js'
import type { Tape } from './tape.js'
import { tapeOf } from './tape.js'

type Attributes = ConvWindow & { readonly kernel: readonly number[] }

/** Below this many columns a row of the kernel is too narrow a product: all rows are multiplied at once. */
const narrow = 16

/** Below this many places an example is too short a product: examples are joined, at the price of a transposition. */
const short = 64

/** Sizes of one weight gradient. */
interface Sizes {
  readonly groups: number
  readonly count: number
  /** Channels and filters of one group. */
  readonly depth: number
  readonly filters: number
  readonly spatial: readonly number[]
  readonly places: readonly number[]
  readonly window: Attributes
  /** Examples stand beside the places of one product instead of each having its own. */
  readonly joined: boolean
}

/** The nodes that compute `dw [O, C/groups, …]` of `x [N, C, …]` and `dy [N, O, …]`. */
export function encodeWeightGradient(use: Use<Attributes>, scope: OnnxScope): readonly OnnxNode[] {
  const tape = tapeOf(scope)
  const [x = '', dy = ''] = scope.inputs
  const sizes = sizesOf(use)
  const { window, groups, count, filters, depth, joined } = sizes
  const upstream = operand(tape, dy, filters, sizes.places, sizes)
  const flat = tape.add('Reshape', [upstream, tape.ints([joined ? groups : count * groups, filters, -1])])
  const products = columnsOf(tape, x, sizes).map((columns) => {
    const turned = tape.add('Transpose', [columns], { perm: [0, 2, 1] })
    return tape.add('MatMul', [flat, turned])
  })
  const [first = ''] = products
  const taps = products.length === 1 ? first : tape.add('Concat', products, { axis: 2 })
  const isHalf = scope.device !== 'cpu' && at(use.inputs, 0).type.element === 'float16'
  const wide = joined ? taps : isHalf ? summedWide(tape, taps, sizes) : summed(tape, taps, sizes)
  const placed = tape.add('Reshape', [wide, tape.ints([groups * filters, ...window.kernel, depth])])
  const axes = window.kernel.map((_, axis) => axis + 1)
  return tape.ending('Transpose', [placed], { perm: [0, window.kernel.length + 1, ...axes] })
}

function sizesOf({ inputs, attributes }: Use<Attributes>): Sizes {
  const [count = 1, channels = 1, ...spatial] = fixedShape(at(inputs, 0).type.shape)
  const [, filters = 1, ...places] = fixedShape(at(inputs, 1).type.shape)
  const { groups, pads } = attributes
  const rank = spatial.length
  return {
    groups,
    count,
    depth: channels / groups,
    filters: filters / groups,
    spatial: spatial.map((length, axis) => length + at(pads, axis) + at(pads, axis + rank)),
    places,
    window: attributes,
    joined: places.reduce((product, length) => product * length, 1) < short,
  }
}

/** The sum of halves, taken as float32. */
function summedWide(tape: Tape, taps: string, sizes: Sizes): string {
  const sum = summed(tape, tape.add('Cast', [taps], { to: elementCodes.float32 }), sizes)
  return tape.add('Cast', [sum], { to: elementCodes.float16 })
}

/** Sum over examples: `[N·G, O/G, k·C/G] → [G·O/G, k·C/G]`. */
function summed(tape: Tape, taps: string, { count, groups, filters }: Sizes): string {
  const apart = tape.add('Reshape', [taps, tape.ints([count, groups * filters, -1])])
  return tape.add('ReduceSum', [apart, tape.ints([0])], { keepdims: 0 })
}

/** `[N, C, …]` as `[N·G, C/G, 1, …]`, or `[G, C/G, N, …]` where examples are joined. */
function operand(
  tape: Tape,
  value: string,
  channels: number,
  spatial: readonly number[],
  { count, groups, joined }: Sizes,
): string {
  if (!joined) return tape.add('Reshape', [value, tape.ints([count * groups, channels, 1, ...spatial])])
  const apart = tape.add('Reshape', [value, tape.ints([count, groups, channels, ...spatial])])
  const axes = spatial.map((_, axis) => axis + 3)
  return tape.add('Transpose', [apart], { perm: [1, 2, 0, ...axes] })
}

/**
 * Columns `[N·G or G, taps·C/G, places]`: taps of the last axis side by side, those of the first axis too where a
 * row is narrow, else one by one; so the copies are a kernel's width, not its area, times the input.
 */
function columnsOf(tape: Tape, x: string, sizes: Sizes): readonly string[] {
  const { window, depth, spatial } = sizes
  const { kernel } = window
  const last = kernel.length - 1
  const image = operand(tape, padded(tape, x, sizes), depth, spatial, sizes)
  const row = beside(tape, tapsOf(tape, image, last, sizes))
  const taps = last === 0 ? [row] : tapsOf(tape, row, 0, sizes)
  const isNarrow = at(kernel, last) * depth < narrow
  const columns = isNarrow ? [beside(tape, taps)] : taps
  const width = depth * at(kernel, last) * (isNarrow && last > 0 ? at(kernel, 0) : 1)
  const examples = sizes.joined ? sizes.groups : sizes.count * sizes.groups
  return columns.map((column) => tape.add('Reshape', [column, tape.ints([examples, width, -1])]))
}

const beside = (tape: Tape, parts: readonly string[]): string =>
  parts.length === 1 ? (parts[0] ?? '') : tape.add('Concat', parts, { axis: 1 })

function padded(tape: Tape, x: string, { window: { pads } }: Sizes): string {
  if (pads.every((length) => length === 0)) return x
  const rank = pads.length / 2
  return tape.add('Pad', [x, tape.ints([0, 0, ...pads.slice(0, rank), 0, 0, ...pads.slice(rank)])])
}

/** What each tap of the kernel along one axis sees: entries tap·dilation, + stride, … of the axis. */
function tapsOf(tape: Tape, image: string, axis: number, { window, places }: Sizes): readonly string[] {
  const [stride, dilation, length] = [
    at(window.strides, axis),
    at(window.dilations, axis),
    at(window.kernel, axis),
  ]
  return Array.from({ length }, (_, tap) => {
    const start = tap * dilation
    const end = start + stride * (at(places, axis) - 1) + 1
    const lists = [[start], [end], [axis + 3], [stride]].map((list) => tape.ints(list))
    return tape.add('Slice', [image, ...lists])
  })
}
