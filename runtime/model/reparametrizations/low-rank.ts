// A weight that moves within products of two thin matrices.
import { drawNormal } from '../initializers/initializer.js'
import { patternsSchema } from '../groups/group.js'
import { numberOption } from '../options.js'
import { matrixShape, ownValues, type Reparametrization } from './reparametrization.js'

/**
 * w = W₀ + s·A·B with A `[rows, r]`, B `[r, columns]` and W₀ as drawn and never trained: LoRA. A is normal with variance 1 / rows, B is zero, so
 * the layer starts untouched. Kernels are read as matrices.
 */
export const lowRank = {
  role: 'reparametrization',
  kind: 'low_rank',
  summary: 'Keeps weights as drawn and trains a product of two thin matrices that is added to them.',
  options: {
    of: { ...patternsSchema, default: 'weights' },
    rank: {
      type: 'integer',
      minimum: 1,
      description: 'Columns of the first thin matrix and rows of the second.',
      'x-open': true,
      'x-shorthand': true,
    },
    scale: {
      type: 'number',
      exclusiveMinimum: 0,
      default: 1,
      description: 'What the product is multiplied by.',
      'x-open': true,
      'x-scale': true,
    },
  },
  required: ['rank'],
  reference: 'Hu et al., LoRA: low-rank adaptation of large language models, ICLR 2022, section 4.1',
  minimumAxes: 2,
  build: (options, context) => {
    const { graph, target } = context
    const [rows, columns] = matrixShape(target)
    const rank = numberOption(lowRank, options, 'rank')
    const base = context.state('', target.shape, ownValues)
    const left = context.trained('left', [rows, rank], ({ random }) =>
      drawNormal([rows, rank], Math.sqrt(1 / rows), random),
    )
    const right = context.trained('right', [rank, columns], () => new Float32Array(rank * columns))
    const product = graph.reshape(graph.matmul(left, right), target.shape)
    return graph.add(base, graph.multiply(product, context.scalar('scale')))
  },
} as const satisfies Reparametrization
