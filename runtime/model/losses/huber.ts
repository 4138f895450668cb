// Squared near zero, linear far away: a loss that outliers do not rule.
import { oneColumn, refuseValue, type Loss } from './loss.js'

/** With c = min(|e|, δ) of the error e: c·(|e| − ½·c), which is ½e² up to δ and δ·(|e| − ½δ) beyond. */
export const huber = {
  role: 'loss',
  kind: 'huber',
  summary: 'Squared error for small errors, absolute error for large ones.',
  options: {
    delta: {
      type: 'number',
      exclusiveMinimum: 0,
      default: 1,
      description: 'Error at which the loss turns from squared to absolute.',
      'x-open': true,
      'x-scale': true,
      'x-shorthand': true,
    },
  },
  required: [],
  target: 'real',
  reference: 'Huber, Robust estimation of a location parameter, Annals of Mathematical Statistics 35, 1964',
  refuses: (output, target) => refuseValue('huber', output, target),
  rows: (_options, outputs, targets, context) => {
    const { graph } = context
    const size = graph.abs(graph.subtract(oneColumn(outputs, graph), targets))
    const near = graph.minimum(size, context.scalar('delta'))
    return graph.multiply(near, graph.subtract(size, graph.multiply(near, 0.5)))
  },
  predict: (outputs, graph) => oneColumn(outputs, graph),
} as const satisfies Loss
