// Likelihood of a real number whose spread the model tells as well.
import { sizeOf, showShape } from '../../support/shape.js'
import type { Builder, Value } from '../../tensor/graph.js'
import type { Loss } from './loss.js'

/**
 * ½·(log v + (y − μ)² / v + log 2π) of outputs μ and s with the variance v = e^s + m. The least variance m bounds the loss from
 * below: without it, rows that the model hits exactly draw s to −∞.
 */
export const gaussianNll = {
  role: 'loss',
  kind: 'gaussian_nll',
  summary: 'Negative log-likelihood of a real target; the model gives its mean and its log variance.',
  options: {
    minimum_variance: {
      type: 'number',
      // Its reciprocal and logarithm must be normal float32 numbers.
      minimum: 1e-30,
      default: 1e-6,
      description: 'Variance that is always added to the one that the model gives.',
      'x-open': true,
      'x-scale': true,
    },
  },
  required: [],
  target: 'real',
  reference:
    'Nix and Weigend, Estimating the mean and variance of the target probability distribution, ICNN 1994',
  refuses: (output, target) => {
    if (target.kind !== 'real') return `'gaussian_nll' needs a real target, but the target is a class`
    if (sizeOf(output.shape) === 2) return undefined
    return `'gaussian_nll' needs two outputs, mean and log variance, but the model ends in ${showShape(output.shape)}`
  },
  rows: (_options, outputs, targets, { graph, scalar }) => {
    const error = graph.subtract(targets, column(outputs, 0, graph))
    const least = graph.log(scalar('minimum_variance'))
    // log(e^s + m) = log m + log(1 + e^(s − log m)): neither a large s nor a small one overflows.
    const logVariance = graph.add(least, graph.softplus(graph.subtract(column(outputs, 1, graph), least)))
    const square = graph.multiply(graph.multiply(error, error), graph.exp(graph.negate(logVariance)))
    const twice = graph.add(graph.add(logVariance, square), Math.log(2 * Math.PI))
    return graph.multiply(twice, 0.5)
  },
  predict: (outputs, graph) => column(outputs, 0, graph),
} as const satisfies Loss

/** Outputs that hold two numbers a row, `[N, 2]` or with further axes of length 1: one of them, `[N]`. */
function column(outputs: Value, place: number, graph: Builder): Value {
  const [batch = 1] = outputs.type.shape
  return graph.gather(graph.reshape(outputs, [batch, 2]), graph.scalar(place, 'int64'), 1)
}
