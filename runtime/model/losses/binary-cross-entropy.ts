// Cross-entropy of two classes from a single logit.
import { sizeOf, showShape } from '../../support/shape.js'
import { oneColumn, sharesOf, type Loss } from './loss.js'

/** log(1 + eᶻ) − z·y for a logit z and a class y of 0 or 1, which is −log σ(z) or −log(1 − σ(z)) without overflow. */
export const binaryCrossEntropy = {
  role: 'loss',
  kind: 'binary_cross_entropy',
  summary: 'Cross-entropy of two classes from one logit.',
  options: {},
  required: [],
  target: 'class',
  refuses: (output, target) => {
    if (target.kind !== 'class' || target.classes !== 2)
      return `'binary_cross_entropy' needs a target of two classes`
    if (sizeOf(output.shape) === 1) return undefined
    return `'binary_cross_entropy' needs one output, but the model ends in ${showShape(output.shape)}`
  },
  rows: (_options, outputs, targets, { graph }) => {
    const logit = oneColumn(outputs, graph)
    const label = graph.cast(targets, 'float32')
    return graph.subtract(graph.softplus(logit), graph.multiply(logit, label))
  },
  predict: sharesOf,
} as const satisfies Loss
