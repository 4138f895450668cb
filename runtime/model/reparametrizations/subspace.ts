// All weights moved by a few numbers, along random directions.
import { sizeOf } from '../../support/shape.js'
import { patternsSchema } from '../groups/group.js'
import { numberOption } from '../options.js'
import { ownValues, type FirstValues, type Reparametrization, type Target } from './reparametrization.js'

/**
 * θ = θ₀ + P·z with z `[d]` trained, from zero, and shared by all targets; θ₀ as drawn. The d columns of P are normal draws, of length 1 over
 * all targets together, so that layers keep their relative rates; P is drawn anew for every seed.
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
  },
  required: ['dimension'],
  reference: 'Li et al., Measuring the intrinsic dimension of objective landscapes, ICLR 2018, section 2',
  build: (options, context) => {
    const { graph, target, targets } = context
    const dimension = numberOption(subspace, options, 'dimension')
    const size = sizeOf(target.shape)
    const point = context.shared('point', [1, dimension], () => new Float32Array(dimension))
    const directions = context.state('directions', [dimension, size], (first) =>
      directionsOf(target, targets, dimension, first),
    )
    const base = context.state('', target.shape, ownValues)
    return graph.add(base, graph.reshape(graph.matmul(point, directions), target.shape))
  },
} as const satisfies Reparametrization

/** The target's part of the directions `[d, size]`, divided by their lengths over all targets. */
function directionsOf(
  target: Target,
  targets: readonly Target[],
  dimension: number,
  { streamOf }: FirstValues,
): Float32Array {
  const squares = new Float64Array(dimension)
  let own = new Float64Array()
  for (const each of targets) {
    const size = sizeOf(each.shape)
    const random = streamOf(each.name)
    const draws = Float64Array.from({ length: dimension * size }, () => random.normal())
    draws.forEach((draw, place) => {
      const direction = Math.floor(place / size)
      squares[direction] = (squares[direction] ?? 0) + draw * draw
    })
    if (each.name === target.name) own = draws
  }
  const size = own.length / dimension
  return Float32Array.from(own, (draw, place) => draw / Math.sqrt(squares[Math.floor(place / size)] ?? 1))
}
