// Images as sequences.
import type { Value } from '../../tensor/graph.js'
import { Rejection } from '../../space/module-tree.js'
import type { Signal } from '../../support/shape.js'
import { pairOption, type Options } from '../options.js'
import type { Layer } from './layer.js'
import { imageShape } from './window.js'

/** x [N, C, H, W] → [N, (H/h)·(W/w), C·h·w]: patches row by row, the entries of each in the order of the image. */
export const patches = {
  role: 'layer',
  kind: 'patches',
  summary: 'Cuts an image into patches: a sequence whose steps hold the pixels of one each.',
  options: {
    size: {
      type: ['integer', 'array'],
      items: { type: 'integer', minimum: 1 },
      minItems: 2,
      maxItems: 2,
      minimum: 1,
      description: 'Height and width of a patch; they divide those of the image.',
      'x-open': true,
      'x-shorthand': true,
    },
  },
  required: ['size'],
  reference: 'Dosovitskiy et al., An image is worth 16×16 words, ICLR 2021, section 3.1',
  output: (options, input): Signal => {
    const { channels, rows, columns, height, width } = grid(options, input)
    return { type: 'real', shape: [rows * columns, channels * height * width] }
  },
  cost: () => ({ parameters: 0, flops: 0 }),
  build: (use, input, { graph }): Value => {
    const { channels, rows, columns, height, width } = grid(use.layer.options, use.input)
    const split = graph.reshape(input, [-1, channels, rows, height, columns, width])
    const byPatch = graph.transpose(split, [0, 2, 4, 1, 3, 5])
    return graph.reshape(byPatch, [-1, rows * columns, channels * height * width])
  },
} as const satisfies Layer

/** @throws Rejection where patches do not divide the image */
function grid(options: Options, input: Signal) {
  const [channels, tall, wide] = imageShape('patches', input)
  const [height, width] = pairOption(patches, options, 'size')
  const [rows, columns] = [tall / height, wide / width]
  if (Number.isInteger(rows) && Number.isInteger(columns)) return { channels, rows, columns, height, width }
  throw new Rejection(
    `patches of ${String(height)}×${String(width)} do not divide an image of ${String(tall)}×${String(wide)}`,
    '',
  )
}
