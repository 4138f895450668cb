// Gated recurrent units.
import type { Value } from '../../tensor/graph.js'
import type { LayerCost } from '../../space/module-tree.js'
import type { Signal } from '../../support/shape.js'
import { at } from '../../tensor/rules/lanes.js'
import type { Layer } from './layer.js'
import {
  buildRecurrent,
  gatesOf,
  overSteps,
  recurrentCost,
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
  owns: recurrentOwns,
  reference:
    'Cho et al., Learning phrase representations using RNN encoder–decoder, EMNLP 2014, eqs. 5–8; reset after the product: Appleyard et al., 2016',
  output: (options, input): Signal => recurrentOutput(cell, options, input),
  cost: (options, input): LayerCost => recurrentCost(cell, options, input),
  build: (use, input, context): Value => buildRecurrent(cell, use, input, context),
} as const satisfies Layer

const cell: Cell = {
  definition: gru,
  gates: 3,
  operations: 10,
  states: (run, context) => {
    const { graph } = context
    return overSteps<{ readonly hidden: Value }>(run, context, (now, before) => {
      const product =
        before === undefined ? run.bias : graph.add(graph.matmul(before.hidden, run.weights), run.bias)
      const [fromInput, fromState] = [gatesOf(now, 3, context), gatesOf(product, 3, context)]
      const open = (gate: number): Value => graph.sigmoid(graph.add(at(fromInput, gate), at(fromState, gate)))
      const [reset, keep] = [open(0), open(1)]
      const fresh = graph.tanh(graph.add(at(fromInput, 2), graph.multiply(reset, at(fromState, 2))))
      const hidden =
        before === undefined
          ? graph.subtract(fresh, graph.multiply(keep, fresh))
          : graph.add(fresh, graph.multiply(keep, graph.subtract(before.hidden, fresh)))
      return { hidden }
    })
  },
}
