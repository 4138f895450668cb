// Geometry of sliding windows over [channels, height, width], shared by convolution and pooling.
import { Rejection } from '../../space/module-tree.js'
import { showShape, type Signal } from '../../support/shape.js'

/** How a window moves over an image; each pair is [height, width]. */
export interface Window {
  readonly kernel: readonly [number, number]
  readonly stride: readonly [number, number]
  readonly dilation: readonly [number, number]
  readonly padding: 'same' | 'valid'
}

/** What a window does to one image. */
export interface WindowShape {
  readonly height: number
  readonly width: number
  /** Zeros added around: [top, left, bottom, right], ONNX order. */
  readonly pads: readonly [number, number, number, number]
}

/**
 * Output size and padding. `valid`: ⌊(n − e) / s⌋ + 1 with extent e = (k − 1)·d + 1. `same`: ⌈n / s⌉, padded by
 * max((⌈n / s⌉ − 1)·s + e − n, 0) in all, the smaller half first.
 * @throws Rejection when the window does not fit into the image.
 */
export function windowShape(kind: string, window: Window, input: Signal): WindowShape {
  const [, height, width] = imageShape(kind, input)
  const rows = slide(window, 0, height)
  const columns = slide(window, 1, width)
  if (rows.size < 1 || columns.size < 1) {
    throw new Rejection(
      `'${kind}' with kernel ${window.kernel.join('×')} does not fit into an input of ${showShape(input.shape)}`,
      '',
    )
  }
  return {
    height: rows.size,
    width: columns.size,
    pads: [rows.before, columns.before, rows.after, columns.after],
  }
}

/** [channels, height, width] of an image of reals. @throws Rejection for anything else. */
export function imageShape(kind: string, input: Signal): readonly [number, number, number] {
  const [channels, height, width] = input.shape
  if (input.type !== 'real' || input.shape.length !== 3)
    return rejectInput(kind, 'an image [channels, height, width]', input)
  return [channels ?? 0, height ?? 0, width ?? 0]
}

/** Rejects an input that a layer cannot take. @throws Rejection always. */
export function rejectInput(kind: string, expected: string, input: Signal): never {
  const entries = input.type === 'code' ? 'category codes' : 'reals'
  throw new Rejection(
    `'${kind}' needs ${expected}, but its input is ${showShape(input.shape)} of ${entries}`,
    '',
  )
}

function slide(
  window: Window,
  axis: 0 | 1,
  length: number,
): { readonly size: number; readonly before: number; readonly after: number } {
  const stride = window.stride[axis]
  const extent = (window.kernel[axis] - 1) * window.dilation[axis] + 1
  if (window.padding === 'valid') {
    return { size: Math.floor((length - extent) / stride) + 1, before: 0, after: 0 }
  }
  const size = Math.ceil(length / stride)
  const total = Math.max((size - 1) * stride + extent - length, 0)
  const before = Math.floor(total / 2)
  return { size, before, after: total - before }
}
