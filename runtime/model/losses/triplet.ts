// Embeddings in which every row is nearer to its class than to any other, by a margin.
import type { Builder, Value } from '../../tensor/graph.js'
import { textOption } from '../options.js'
import { cosines, pairsOf, refuseEmbeddings, unitVectors, type Pairs } from './embeddings.js'
import type { Loss } from './loss.js'

/**
 * max(0, m + d(i, p) − d(i, n)) with the distance d of unit vectors, a positive p of the label of row i and a negative n of another.
 * `hard`: the farthest positive and the nearest negative of the batch (equation 5 of Hermans et al.). `all`: the mean over the triplets
 * of the row that cost something, since those that do not would drown them; this takes memory by the cube of the batch. A
 * row without positives or negatives in its batch costs nothing.
 */
export const triplet = {
  role: 'loss',
  kind: 'triplet',
  summary: 'Keeps embeddings nearer to their own class than to any other, by a margin.',
  options: {
    margin: {
      type: 'number',
      exclusiveMinimum: 0,
      default: 0.2,
      description: 'By how much nearer; distances of unit vectors go up to 2.',
      'x-open': true,
      'x-scale': true,
      'x-shorthand': true,
    },
    mining: {
      enum: ['hard', 'all'],
      default: 'hard',
      description: 'Which triplets of a batch count: the hardest of each row, or all that cost something.',
      'x-open': true,
    },
  },
  required: [],
  target: 'class',
  outputs: 'embeddings',
  reference:
    'Schroff, Kalenichenko and Philbin, FaceNet, CVPR 2015 (unit vectors, margin); Hermans, Beyer and Leibe, In defense of the triplet loss, 2017 (batch hard, batch all, distances that are not squared)',
  refuses: (output, target) => refuseEmbeddings('triplet', output, target),
  compares: (options, batch): number =>
    textOption(triplet, options, 'mining') === 'all' ? batch ** 2 : batch,
  rows: (options, outputs, targets, { graph, scalar }): Value => {
    const pairs = pairsOf(targets, graph)
    const distances = distancesOf(unitVectors(outputs, graph), graph)
    const rows = textOption(triplet, options, 'mining') === 'all' ? batchAll : batchHard
    return rows({ distances, pairs, margin: scalar('margin') }, graph)
  },
  predict: unitVectors,
} as const satisfies Loss

interface Batch {
  readonly distances: Value
  readonly pairs: Pairs
  readonly margin: Value
}

/** √(2 − 2·cos); the root has no slope at 0, so equal vectors are held a little apart, and do not move each other. */
const distancesOf = (units: Value, graph: Builder): Value =>
  graph.sqrt(graph.maximum(graph.subtract(2, graph.multiply(cosines(units, graph), 2)), 1e-12))

/** The farthest positive against the nearest negative. Distances end at 2, which stands for what is not there. */
function batchHard({ distances, pairs, margin }: Batch, graph: Builder): Value {
  const farthest = graph.reduceMax(graph.where(pairs.positive, distances, -4), [1])
  const nearest = graph.reduceMin(graph.where(pairs.negative, distances, 4), [1])
  const isTriplet = graph.and(graph.greater(farthest, -1), graph.less(nearest, 3))
  const cost = graph.relu(graph.add(margin, graph.subtract(farthest, nearest)))
  return graph.where(isTriplet, cost, 0)
}

/** All positives [N, P, 1] against all negatives [N, 1, Q]. */
function batchAll({ distances, pairs, margin }: Batch, graph: Builder): Value {
  const near = graph.unsqueeze(distances, [2])
  const far = graph.unsqueeze(distances, [1])
  const isTriplet = graph.and(graph.unsqueeze(pairs.positive, [2]), graph.unsqueeze(pairs.negative, [1]))
  const costs = graph.where(isTriplet, graph.relu(graph.add(margin, graph.subtract(near, far))), 0)
  const counts = graph.reduceSum(graph.cast(graph.greater(costs, 0), 'float32'), [1, 2])
  return graph.divide(graph.reduceSum(costs, [1, 2]), graph.maximum(counts, 1))
}
