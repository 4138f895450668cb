// Logarithms of sums of exponentials along axes.
import type { OnnxNode, OnnxScope, Use } from '../graph.js'
import { operator } from '../graph.js'
import type { ReductionAttributes } from '../rules/reducing.js'
import { encodeReduction, reduction, withAxes } from '../rules/reducing.js'
import { at } from '../rules/lanes.js'
import { steadyReduction } from '../rules/steady.js'
import { scalarOf, tensorOf } from '../tensor.js'

/**
 * y = log Σ eˣ = m + log Σ e^(x − m) with m = max x (0 where that is infinite), so no exponential overflows;
 * dx = dy·e^(x − y), 0 where all entries are −∞. ONNX ReduceMax 18, ReduceSum 13, Squeeze 13 and arithmetic: ReduceLogSumExp does
 * not subtract the largest entry on every provider.
 */
export const logSumExp = operator<ReductionAttributes>({
  ...reduction({
    kind: 'log_sum_exp',
    onnx: 'ReduceLogSumExp',
    domain: 'reals',
    gradient: (use, dy, g) => [
      () => {
        const y = withAxes(use, at(use.outputs, 0), g)
        const finite = g.where(g.equal(y, -Infinity), 0, y)
        return g.multiply(withAxes(use, dy, g), g.exp(g.subtract(at(use.inputs, 0), finite)))
      },
    ],
    batch: steadyReduction({ neutral: -Infinity, reduce: (x, axes, keep, g) => g.logSumExp(x, axes, keep) }),
  }),
  onnx: encodeLogSumExp,
})

function encodeLogSumExp(use: Use<ReductionAttributes>, scope: OnnxScope): readonly OnnxNode[] {
  const { element, shape } = at(use.inputs, 0).type
  const nodes: OnnxNode[] = []
  const add = (operator: string, inputs: readonly string[]): string => {
    const result = scope.fresh()
    nodes.push({ operator, inputs, outputs: [result] })
    return result
  }
  const reduce = (kind: string, value: string): string => {
    const result = scope.fresh()
    const attributes = { ...use.attributes, keep: true }
    const names = { ...scope, inputs: [value], outputs: [result] }
    nodes.push(...encodeReduction(kind, attributes, shape.length, names))
    return result
  }
  const [x = ''] = scope.inputs
  const literal = (value: number): string => scope.constant(scalarOf(element, value))
  const largest = reduce('ReduceMax', x)
  const isInfinite = add('Equal', [add('Abs', [largest]), literal(Infinity)])
  const base = add('Where', [isInfinite, literal(0), largest])
  const sum = reduce('ReduceSum', add('Exp', [add('Sub', [x, base])]))
  const log = add('Log', [sum])
  const { axes, keep } = use.attributes
  if (keep) return [...nodes, { operator: 'Add', inputs: [log, base], outputs: scope.outputs }]
  const list = scope.constant(tensorOf('int64', [axes.length], axes))
  const kept = add('Add', [log, base])
  return [...nodes, { operator: 'Squeeze', inputs: [kept, list], outputs: scope.outputs }]
}
