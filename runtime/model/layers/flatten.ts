// Rows of numbers out of anything.
import type { Value } from '../../tensor/graph.js'
import { sizeOf, type Signal } from '../../support/shape.js'
import type { Layer } from './layer.js'
import { rejectInput } from './window.js'

/** x [N, …] → [N, size]. */
export const flatten = {
  role: 'layer',
  kind: 'flatten',
  summary: 'Turns each example into one row of features.',
  options: {},
  required: [],
  output: (_options, input): Signal => {
    if (input.type !== 'real') rejectInput('flatten', 'reals', input)
    return { type: 'real', shape: [sizeOf(input.shape)] }
  },
  cost: () => ({ parameters: 0, flops: 0 }),
  build: (_use, input, context): Value =>
    input.type.shape.length === 2 ? input : context.graph.flatten(input, 1),
} as const satisfies Layer
