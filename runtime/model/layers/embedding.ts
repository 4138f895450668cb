// Learned vectors for category codes.
import type { Value } from '../../tensor/graph.js'
import type { LayerCost } from '../../space/module-tree.js'
import type { Signal } from '../../support/shape.js'
import { numberOption } from '../options.js'
import { freezeSchema, initializerOption, initializerSchema, type Layer } from './layer.js'
import { rejectInput } from './window.js'

/** codes [N, L] → [N, L, width]: row c of a table [vocabulary, width] for each code c. */
export const embedding = {
  role: 'layer',
  kind: 'embedding',
  summary: 'Looks up a learned vector for each category code.',
  options: {
    width: {
      type: 'integer',
      minimum: 1,
      description: 'Length of each vector.',
      'x-open': true,
      'x-shorthand': true,
    },
    initializer: initializerSchema('gaussian'),
    freeze: freezeSchema,
  },
  required: ['width'],
  owns: ['table'],
  output: (options, input): Signal => {
    if (input.type !== 'code' || input.vocabulary === undefined)
      rejectInput('embedding', 'category codes', input)
    return { type: 'real', shape: [...input.shape, numberOption(embedding, options, 'width')] }
  },
  cost: (options, input): LayerCost => ({
    parameters: (input.vocabulary ?? 0) * numberOption(embedding, options, 'width'),
    flops: 0,
  }),
  build: (use, input, context): Value => {
    const width = numberOption(embedding, use.layer.options, 'width')
    const vocabulary = use.input.vocabulary ?? 1
    const table = context.parameter('table', {
      shape: [vocabulary, width],
      fanIn: vocabulary,
      fanOut: width,
      initializer: initializerOption(embedding, use.layer.options),
    })
    return context.graph.gather(table, input, 0)
  },
} as const satisfies Layer
