// Likelihood of counts.
import { oneColumn, refuseValue, type Loss } from './loss.js'

/**
 * e^z − y·z of an output z, which is the logarithm of the expected count, and a count y: −log P(y) of a Poisson distribution but
 * for log y!, which no weight changes. Not a number where y is negative, so that a training on no counts ends at once.
 */
export const poissonNll = {
  role: 'loss',
  kind: 'poisson_nll',
  summary: 'Negative log-likelihood of counts (targets of 0 or more) from the log of their expected number.',
  options: {},
  required: [],
  target: 'real',
  reference:
    'Nelder and Wedderburn, Generalized linear models, Journal of the Royal Statistical Society A 135, 1972',
  refuses: (output, target) => refuseValue('poisson_nll', output, target),
  rows: (_options, outputs, targets, { graph }) => {
    const logRate = oneColumn(outputs, graph)
    const loss = graph.subtract(graph.exp(logRate), graph.multiply(targets, logRate))
    return graph.where(graph.less(targets, 0), Number.NaN, loss)
  },
  predict: (outputs, graph) => graph.exp(oneColumn(outputs, graph)),
} as const satisfies Loss
