// The loss whose least point is a quantile.
import { oneColumn, refuseValue, type Loss } from './loss.js'

/** max(q·e, (q − 1)·e) of e = target − output, the pinball loss: least where a share q of the targets lies below the output. */
export const quantile = {
  role: 'loss',
  kind: 'quantile',
  summary: 'Pinball loss: the model learns a quantile of a real target.',
  options: {
    quantile: {
      type: 'number',
      exclusiveMinimum: 0,
      exclusiveMaximum: 1,
      default: 0.5,
      description: 'Share of the targets that lies below what is learnt; 0.5 is the median.',
      'x-open': true,
      'x-scale': true,
      'x-shorthand': true,
    },
  },
  required: [],
  target: 'real',
  reference: 'Koenker and Bassett, Regression quantiles, Econometrica 46, 1978',
  refuses: (output, target) => refuseValue('quantile', output, target),
  rows: (_options, outputs, targets, { graph, scalar }) => {
    const error = graph.subtract(targets, oneColumn(outputs, graph))
    const share = scalar('quantile')
    return graph.maximum(graph.multiply(share, error), graph.multiply(graph.subtract(share, 1), error))
  },
  predict: (outputs, graph) => oneColumn(outputs, graph),
} as const satisfies Loss
