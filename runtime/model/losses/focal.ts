// Cross-entropy that turns away from what is already known.
import type { Builder, Value } from '../../tensor/graph.js'
import { classWeights, ownAndOthers, refuseWeights, weighted, widthOf } from './class-codes.js'
import { oneColumn, refuseScores, sharesOf, type Loss } from './loss.js'

/** −α_y·(1 − p_y)^γ·log p_y with p = softmax(outputs), or p₁ = σ(z) of one logit for two classes. */
export const focal = {
  role: 'loss',
  kind: 'focal',
  summary: 'Cross-entropy in which rows count less the surer the model is of their class.',
  options: {
    gamma: {
      type: 'number',
      minimum: 0,
      default: 2,
      description: 'How quickly rows fade as their class becomes likely; 0 is cross-entropy.',
      'x-open': true,
      'x-scale': true,
      'x-shorthand': true,
    },
    class_weights: classWeights,
  },
  required: [],
  target: 'class',
  reference: 'Lin et al., Focal loss for dense object detection, ICCV 2017, section 3.2',
  refuses: (output, target, options): string | undefined =>
    refuseScores('focal', output, target) ??
    (target.kind === 'class' ? refuseWeights({ definition: focal, options }, target.classes) : undefined),
  rows: (options, outputs, targets, { graph, scalar, isZero }): Value => {
    const odds = oddsAgainst(outputs, targets, graph)
    const entropy = graph.softplus(odds)
    // (1 − p)^γ as e^(−γ·log(1 + e^−r)): a power of the rounded 1 − p has no slope where that is 0.
    const rows = isZero('gamma')
      ? entropy
      : graph.multiply(
          entropy,
          graph.exp(graph.multiply(graph.negate(scalar('gamma')), graph.softplus(graph.negate(odds)))),
        )
    return weighted(rows, targets, { definition: focal, options }, graph)
  },
  predict: sharesOf,
} as const satisfies Loss

/** r = log((1 − p_y) / p_y), from which −log p_y = log(1 + e^r) and −log(1 − p_y) = log(1 + e^−r), both exact at every r. */
function oddsAgainst(outputs: Value, targets: Value, graph: Builder): Value {
  if (widthOf(outputs) === 1) {
    const sign = graph.subtract(1, graph.multiply(graph.cast(targets, 'float32'), 2))
    return graph.multiply(sign, oneColumn(outputs, graph))
  }
  const { own, others } = ownAndOthers(outputs, targets, graph)
  return graph.subtract(graph.logSumExp(others, [1]), own)
}
