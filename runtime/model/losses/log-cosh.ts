// The logarithm of the hyperbolic cosine: squared near zero, absolute far away, smooth everywhere.
import { oneColumn, refuseValue, type Loss } from './loss.js'

/** log cosh e of the error e: ½e² near zero, |e| − log 2 far away; its slope is tanh e. */
export const logCosh = {
  role: 'loss',
  kind: 'log_cosh',
  summary: 'Log of the hyperbolic cosine of the error: squared for small errors, absolute for large ones.',
  options: {},
  required: [],
  target: 'real',
  reference:
    'Green, Bayesian reconstructions from emission tomography data using a modified EM algorithm, IEEE Transactions on Medical Imaging 9, 1990 (as a penalty)',
  refuses: (output, target) => refuseValue('log_cosh', output, target),
  rows: (_options, outputs, targets, { graph }) => {
    const size = graph.abs(graph.subtract(oneColumn(outputs, graph), targets))
    // Two forms, because |e| − log 2 + log(1 + e^(−2|e|)) cancels near zero and sinh overflows far away.
    const sinh = graph.sinh(graph.minimum(size, turn))
    const near = graph.multiply(graph.log1p(graph.multiply(sinh, sinh)), 0.5)
    const far = graph.add(size, graph.subtract(graph.softplus(graph.multiply(size, -2)), Math.LN2))
    return graph.where(graph.less(size, turn), near, far)
  },
  predict: (outputs, graph) => oneColumn(outputs, graph),
} as const satisfies Loss

/** Error at which one form takes over from the other; both are exact there. */
const turn = 1
