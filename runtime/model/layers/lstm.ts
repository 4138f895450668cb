// Long short-term memory.
import type { Value } from '../../tensor/graph.js'
import type { LayerCost } from '../../space/module-tree.js'
import type { Signal } from '../../support/shape.js'
import * as initializers from '../initializers/index.js'
import { numberOption } from '../options.js'
import type { Layer } from './layer.js'
import {
  buildRecurrent,
  recurrentCost,
  recurrentHeld,
  recurrentOptions,
  recurrentOutput,
  recurrentOwns,
  type Cell,
} from './recurrent.js'

/**
 * c′ = f·c + i·g and h′ = o·tanh(c′), with i, f, o = σ(x·W + b + h·U + c) and g = tanh of the same, columns of the weights in the
 * order i, f, g, o: x [N, T, F] → [N, T, H].
 */
export const lstm = {
  role: 'layer',
  kind: 'lstm',
  summary: 'Long short-term memory along a sequence.',
  options: {
    ...recurrentOptions,
    forget_bias: {
      type: 'number',
      default: 1,
      description: 'First value of the bias of the forget gate; above 0 memory lasts from the start.',
      'x-open': true,
    },
  },
  required: ['units'],
  fusion: 'recurrent',
  owns: recurrentOwns,
  reference:
    'Hochreiter and Schmidhuber, Long short-term memory, 1997; forget gate: Gers et al., Neural Computation 2000; its bias: Jozefowicz et al., ICML 2015',
  output: (options, input): Signal => recurrentOutput(cell, options, input),
  cost: (options, input): LayerCost => recurrentCost(cell, options, input),
  held: (options, input): number => recurrentHeld(cell, options, input),
  build: (use, input, context): Value => buildRecurrent(cell, use, input, context),
} as const satisfies Layer

const cell: Cell = {
  definition: lstm,
  gates: 4,
  operations: 13,
  inputBias: (options, units) => ({
    shape: [4 * units],
    fanIn: 1,
    fanOut: 1,
    initializer: { definition: initializers.zeros, options: {} },
    start: () =>
      new Float32Array(4 * units).fill(numberOption(lstm, options, 'forget_bias'), units, 2 * units),
  }),
  states: ({ projected, inputBias, weights, hiddenBias, reverse }, graph) =>
    graph.lstm(graph.add(projected, graph.add(inputBias, hiddenBias)), weights, { reverse })[0],
}
