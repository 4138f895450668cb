// The exponential linear unit.
import type { LayerCost } from '../../space/module-tree.js'
import type { Signal } from '../../support/shape.js'
import type { Builder, Value } from '../../tensor/graph.js'
import type { Layer } from './layer.js'
import { pointwiseCost, pointwiseOutput } from './pointwise.js'

/** x for x > 0, else α·(eˣ − 1). */
export const elu = {
  role: 'layer',
  kind: 'elu',
  summary: 'Exponential linear unit.',
  options: {
    alpha: {
      type: 'number',
      exclusiveMinimum: 0,
      default: 1,
      description: 'Where the curve ends for very negative inputs, negated.',
      'x-open': true,
      'x-scale': true,
      'x-shorthand': true,
    },
  },
  required: [],
  reference: 'Clevert, Unterthiner and Hochreiter, Exponential linear units, ICLR 2016, eq. 15',
  output: (_options, input): Signal => pointwiseOutput('elu', input),
  cost: (_options, input): LayerCost => pointwiseCost(input),
  build: (_use, input, context): Value => exponentialUnit(input, context.scalar('alpha'), context.graph),
} as const satisfies Layer

/** The formula; the exponential sees min(x, 0) alone, because an overflow in the branch not taken would poison the gradient. */
export const exponentialUnit = (x: Value, alpha: Value | number, graph: Builder): Value =>
  graph.where(
    graph.greater(x, 0),
    x,
    graph.multiply(graph.subtract(graph.exp(graph.minimum(x, 0)), 1), alpha),
  )
