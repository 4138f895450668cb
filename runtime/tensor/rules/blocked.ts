// ONNX Runtime's own convolution for its CPU provider, with channels in blocks: about half the time of `Conv`. It is no part
// of ONNX, so it is written only where the caller has found out that it is there (OnnxScope.block), never into exported models.
import type { OnnxNode, OnnxScope } from '../graph.js'
import { windowAttributes } from './window.js'
import type { ConvWindow } from '../vocabulary.js'
import type { Tape } from './tape.js'

/** Its domain. */
const domain = 'com.microsoft.nchwc'

/** A convolution's sizes: weights [filters, channels, …kernel]. */
export interface BlockedSizes {
  readonly channels: number
  readonly filters: number
  readonly kernel: readonly number[]
}

/**
 * Whether blocks pay: images, one group, channels that fill blocks (fewer are padded with zeros by the runtime, at full price)
 * and filters that at least half fill them.
 */
export function fitsBlocks(
  { block }: OnnxScope,
  { channels, filters, kernel }: BlockedSizes,
  window: ConvWindow,
): boolean {
  if (block === undefined || kernel.length !== 2 || window.groups !== 1) return false
  return channels % block === 0 && filters >= block / 2
}

/** The nodes: x, weights and bias (if any) laid out in blocks, the product, and back. Weights are padded to whole blocks. */
export function encodeBlocked(
  tape: Tape,
  scope: OnnxScope,
  inputs: readonly string[],
  sizes: BlockedSizes & { readonly window: ConvWindow },
): readonly OnnxNode[] {
  const { block = 1 } = scope
  const [x = '', weights = '', bias] = inputs
  const { channels, filters, kernel, window } = sizes
  const whole = Math.ceil(filters / block) * block
  const filled = padded(tape, weights, [whole - filters, 0, 0, 0])
  const parts = [whole / block, block, channels / block, block, ...kernel]
  const apart = tape.add('Reshape', [filled, tape.ints(parts)])
  const turned = tape.add('Transpose', [apart], { perm: [0, 2, 4, 5, 3, 1] })
  const laid = tape.add('Reshape', [turned, tape.ints([whole, channels, ...kernel])])
  const images = tape.add('ReorderInput', [x], { channels_last: 0 }, domain)
  const shift = bias === undefined ? [] : [padded(tape, bias, [whole - filters])]
  const attributes = { ...windowAttributes(window), kernel_shape: kernel, group: 1 }
  const product = tape.add('Conv', [images, laid, ...shift], attributes, domain)
  return tape.ending('ReorderOutput', [product], { channels: filters, channels_last: 0 }, domain)
}

/** Zeros behind each axis. */
function padded(tape: Tape, value: string, after: readonly number[]): string {
  if (after.every((length) => length === 0)) return value
  return tape.add('Pad', [value, tape.ints([...after.map(() => 0), ...after])])
}
