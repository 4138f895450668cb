// Margins between classes.
import { ownAndOthers, widthOf } from './class-codes.js'
import { oneColumn, refuseScores, sharesOf, type Loss } from './loss.js'

/**
 * max(0, m + max_{k ≠ y} z_k − z_y) of class scores z; of one score for two classes, max(0, m − t·z) with t = 1 for class 1 and −1
 * for class 0. Scores say which class wins; that their softmax is no probability is in the nature of a margin.
 */
export const hinge = {
  role: 'loss',
  kind: 'hinge',
  summary: 'Margin by which the score of the class leads that of every other, as far as it is missed.',
  options: {
    margin: {
      type: 'number',
      exclusiveMinimum: 0,
      default: 1,
      description: 'Lead from which on a row costs nothing.',
      'x-open': true,
      'x-scale': true,
      'x-shorthand': true,
    },
  },
  required: [],
  target: 'class',
  reference:
    'Crammer and Singer, On the algorithmic implementation of multiclass kernel-based vector machines, JMLR 2, 2001',
  refuses: (output, target) => refuseScores('hinge', output, target),
  rows: (_options, outputs, targets, { graph, scalar }) => {
    if (widthOf(outputs) === 1) {
      const sign = graph.subtract(graph.multiply(graph.cast(targets, 'float32'), 2), 1)
      return graph.relu(graph.subtract(scalar('margin'), graph.multiply(sign, oneColumn(outputs, graph))))
    }
    const { own, others } = ownAndOthers(outputs, targets, graph)
    return graph.relu(graph.add(graph.subtract(graph.reduceMax(others, [1]), own), scalar('margin')))
  },
  predict: sharesOf,
} as const satisfies Loss
