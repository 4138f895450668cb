// All weights moved by a few numbers, along random directions.
import { sizeOf } from '../../support/shape.js'
import { patternsSchema } from '../groups/group.js'
import { hasOption, numberOption, textOption, type Options } from '../options.js'
import * as projections from './projections/index.js'
import type { Projection, SubspaceSizes } from './projections/projection.js'
import { ownValues, type Reparametrization } from './reparametrization.js'

/** Most entries of a dense projection that is taken unasked: 80 MB. */
const mostDense = 2e7

/**
 * θ = θ₀ + P·z with z `[d]` trained, from zero, and shared by all targets; θ₀ as drawn. Columns of P have length 1 over all targets together, so
 * that layers keep their relative rates; P is drawn anew for every seed.
 */
export const subspace = {
  role: 'reparametrization',
  kind: 'subspace',
  summary: 'Trains a few numbers that move all weights along random directions.',
  options: {
    of: { ...patternsSchema, default: '*' },
    dimension: {
      type: 'integer',
      minimum: 1,
      description: 'How many numbers are trained in all.',
      'x-open': true,
      'x-shorthand': true,
    },
    projection: {
      type: 'string',
      enum: Object.values(projections).map(({ kind }: Projection) => kind),
      description:
        'The random directions: normal draws (dense), few weights each (sparse), or never written out (fastfood). Absent: dense up to 20 million entries, else fastfood.',
      'x-open': true,
    },
  },
  required: ['dimension'],
  reference: 'Li et al., Measuring the intrinsic dimension of objective landscapes, ICLR 2018, section 2',
  refuses: (options, entries) => {
    const sizes = sizesOf(options, entries)
    return projectionOf(options, sizes).refuses(sizes)
  },
  work: (options, entries) => {
    const sizes = sizesOf(options, entries)
    return projectionOf(options, sizes).work(sizes)
  },
  build: (options, context) => {
    const { graph, target, targets } = context
    const places = targets.map(({ shape }) => sizeOf(shape))
    const sizes = sizesOf(options, sum(places))
    const moves = context.once('moves', () => {
      const point = context.shared('point', [1, sizes.dimension], () => new Float32Array(sizes.dimension))
      return projectionOf(options, sizes).move(point, sizes, context)
    })
    const start = sum(
      places.slice(
        0,
        targets.findIndex(({ name }) => name === target.name),
      ),
    )
    const own = graph.slice(moves, [{ axis: 0, start, end: start + sizeOf(target.shape) }])
    return graph.add(context.state('', target.shape, ownValues), graph.reshape(own, target.shape))
  },
} as const satisfies Reparametrization

const sizesOf = (options: Options, entries: number): SubspaceSizes => ({
  dimension: numberOption(subspace, options, 'dimension'),
  entries,
})

/** The projection that is written, or the one that suits the sizes. */
function projectionOf(options: Options, { dimension, entries }: SubspaceSizes): Projection {
  if (!hasOption(subspace, options, 'projection')) {
    return dimension * entries > mostDense && dimension < entries ? projections.fastfood : projections.dense
  }
  const kind = textOption(subspace, options, 'projection')
  return Object.values(projections).find((one: Projection) => one.kind === kind) ?? projections.dense
}

const sum = (numbers: readonly number[]): number => numbers.reduce((total, number) => total + number, 0)
