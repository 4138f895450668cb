// Ones: the start of normalization gains.
import { sizeOf } from '../../support/shape.js'
import type { Initializer } from './initializer.js'

/** All entries 1. */
export const ones = {
  role: 'initializer',
  kind: 'ones',
  summary: 'All entries one.',
  options: {},
  required: [],
  draw: (_options, { shape }) => new Float32Array(sizeOf(shape)).fill(1),
} as const satisfies Initializer
