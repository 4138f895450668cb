// What the normalizations of single examples share.
import { sizeOf, type Shape } from '../../support/shape.js'
import type { LayerCost } from '../../space/module-tree.js'

/** Schema of `epsilon`. */
export const epsilonSchema = {
  type: 'number',
  exclusiveMinimum: 0,
  default: 0.00001,
  description: 'Added to the variance, against division by zero.',
  'x-scale': true,
} as const

/** Gain and shift (or gain alone) of each of these numbers, and `operations` an entry of the input. */
export const normalizationCost = (input: Shape, parameters: number, operations: number): LayerCost => ({
  parameters,
  flops: operations * sizeOf(input),
})
