// Zeros: the start of most biases.
import { sizeOf } from '../../support/shape.js'
import type { Initializer } from './initializer.js'

/** All entries 0. */
export const zeros = {
  role: 'initializer',
  kind: 'zeros',
  summary: 'All entries zero.',
  options: {},
  required: [],
  draw: (_options, { shape }) => new Float32Array(sizeOf(shape)),
} as const satisfies Initializer
