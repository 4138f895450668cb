// Running sums along an axis.
import { operator } from '../graph.js'
import { checkElements } from '../rules/elementwise.js'
import { at, onlyLane } from '../rules/lanes.js'
import { scalarOf } from '../tensor.js'
import type { RunningOptions } from '../vocabulary.js'

type Attributes = Required<RunningOptions> & { readonly axis: number }

/**
 * y[i] = Σ_{j ≤ i} x[j] along an axis; exclusive: j < i; reverse: from the end, j ≥ i. dx is the running sum of the
 * upstream gradient in the other direction, exclusive or not as y is. ONNX CumSum 14.
 */
export const cumulativeSum = operator<Attributes>({
  kind: 'cumulative_sum',
  infer: (inputs) => {
    checkElements(inputs, 'signed numbers')
    return [at(inputs, 0)]
  },
  gradient: ({ attributes: { axis, exclusive, reverse } }, dy, g) => [
    () => g.cumulativeSum(dy, axis, { exclusive, reverse: !reverse }),
  ],
  batch: ({ attributes: { axis, exclusive, reverse } }, lanes, _width, g) => [
    g.cumulativeSum(onlyLane(lanes), axis + 1, { exclusive, reverse }),
  ],
  onnx: ({ attributes: { axis, exclusive, reverse } }, { inputs, outputs, constant }) => [
    {
      operator: 'CumSum',
      inputs: [...inputs, constant(scalarOf('int64', axis))],
      outputs,
      attributes: { exclusive: Number(exclusive), reverse: Number(reverse) },
    },
  ],
})
