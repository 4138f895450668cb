// Gated recurrent units.
import type { Value } from '../../tensor/graph.js'
import type { LayerCost } from '../../space/module-tree.js'
import type { Signal } from '../../support/shape.js'
import { invariant } from '../../support/invariant.js'
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
 * h′ = (1 − z)·n + z·h, with r, z = σ(x·W + b + h·U + c) and n = tanh(x·W + b + r·(h·U + c)), columns of the weights in the order
 * r, z, n: x [N, T, F] → [N, T, H]. The reset gate is applied after the product, as cuDNN and PyTorch do.
 */
export const gru = {
  role: 'layer',
  kind: 'gru',
  summary: 'Gated recurrent units along a sequence.',
  options: recurrentOptions,
  required: ['units'],
  fusion: 'recurrent',
  owns: recurrentOwns,
  reference:
    'Cho et al., Learning phrase representations using RNN encoder–decoder, EMNLP 2014, eqs. 5–8; reset after the product: Appleyard et al., 2016',
  output: (options, input): Signal => recurrentOutput(cell, options, input),
  cost: (options, input): LayerCost => recurrentCost(cell, options, input),
  held: (options, input): number => recurrentHeld(cell, options, input),
  build: (use, input, context): Value => buildRecurrent(cell, use, input, context),
} as const satisfies Layer

const cell: Cell = {
  definition: gru,
  gates: 3,
  operations: 10,
  states: ({ projected, inputBias, weights, hiddenBias, reverse }, graph) => {
    const units = Number(weights.type.shape[0])
    const [ofGates, ofFresh] = graph.split(hiddenBias, 0, [2 * units, units])
    invariant(ofGates !== undefined && ofFresh !== undefined, 'a split has as many parts as lengths')
    // Where the reset gate is not in between, both biases are one.
    const bias = graph.add(inputBias, graph.pad(ofGates, [0], [units]))
    return graph.gru(graph.add(projected, bias), weights, ofFresh, { reverse })
  },
}
