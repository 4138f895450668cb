// Nothing at all: an alternative that leaves its input alone.
import type { Value } from '../../tensor/graph.js'
import type { Signal } from '../../support/shape.js'
import type { Layer } from './layer.js'

/** y = x. */
export const identity = {
  role: 'layer',
  kind: 'identity',
  summary: 'Passes its input on unchanged.',
  options: {},
  required: [],
  output: (_options, input): Signal => input,
  cost: () => ({ parameters: 0, flops: 0 }),
  build: (_use, input): Value => input,
} as const satisfies Layer
