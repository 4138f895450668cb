// The absolute error.
import { oneColumn, refuseValue, type Loss } from './loss.js'

/** |output − target|; least where the output is a median. */
export const mae = {
  role: 'loss',
  kind: 'mae',
  summary: 'Mean absolute error of a real target.',
  options: {},
  required: [],
  target: 'real',
  refuses: (output, target) => refuseValue('mae', output, target),
  rows: (_options, outputs, targets, { graph }) =>
    graph.abs(graph.subtract(oneColumn(outputs, graph), targets)),
  predict: (outputs, graph) => oneColumn(outputs, graph),
} as const satisfies Loss
