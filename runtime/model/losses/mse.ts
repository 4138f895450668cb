// The squared error.
import { oneColumn, refuseValue, type Loss } from './loss.js'

/** (output − target)². */
export const mse = {
  role: 'loss',
  kind: 'mse',
  summary: 'Mean squared error of a real target.',
  options: {},
  required: [],
  target: 'real',
  refuses: (output, target) => refuseValue('mse', output, target),
  rows: (_options, outputs, targets, { graph }) => {
    const error = graph.subtract(oneColumn(outputs, graph), targets)
    return graph.multiply(error, error)
  },
  predict: (outputs, graph) => oneColumn(outputs, graph),
} as const satisfies Loss
