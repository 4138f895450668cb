// The end of a sequence.
import type { Value } from '../../tensor/graph.js'
import type { Signal } from '../../support/shape.js'
import type { Layer } from './layer.js'
import { rejectInput } from './window.js'

/** x [N, T, F] → [N, F]: the features of the last step. */
export const lastStep = {
  role: 'layer',
  kind: 'last_step',
  summary: 'Keeps the last step of a sequence.',
  options: {},
  required: [],
  output: (_options, input): Signal => {
    if (input.type !== 'real' || input.shape.length !== 2)
      rejectInput('last_step', 'a sequence [length, features]', input)
    return { type: 'real', shape: input.shape.slice(1) }
  },
  cost: () => ({ parameters: 0, flops: 0 }),
  build: (use, input, { graph }): Value => {
    const [length = 1] = use.input.shape
    return graph.squeeze(graph.slice(input, [{ axis: 1, start: length - 1, end: length }]), [1])
  },
} as const satisfies Layer
