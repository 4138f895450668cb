// Cross-entropy over classes, from logits.
import type { Value } from '../../tensor/graph.js'
import { classWeights, codesOf, refuseWeights, weighted } from './class-codes.js'
import { refuseClasses, type Loss } from './loss.js'

/**
 * −Σₖ qₖ·log pₖ with p = softmax(outputs) and q = (1 − s)·onehot + s / K (Szegedy et al. 2016, section 7); a row is multiplied
 * by the weight of its class where weights are given.
 */
export const crossEntropy = {
  role: 'loss',
  kind: 'cross_entropy',
  summary: 'Cross-entropy between class scores (logits) and the class.',
  options: {
    label_smoothing: {
      type: 'number',
      minimum: 0,
      exclusiveMaximum: 1,
      default: 0,
      description: 'Share of the target that is spread evenly over all classes.',
      'x-open': true,
      'x-scale': true,
      'x-shorthand': true,
    },
    class_weights: classWeights,
  },
  required: [],
  target: 'class',
  reference: 'Szegedy et al., Rethinking the inception architecture, CVPR 2016, section 7 (label smoothing)',
  refuses: (output, target, options): string | undefined =>
    refuseClasses('cross_entropy', output, target) ??
    (target.kind === 'class'
      ? refuseWeights({ definition: crossEntropy, options }, target.classes)
      : undefined),
  rows: (options, outputs, targets, context): Value => {
    const { graph } = context
    const classes = outputs.type.shape[1]
    const depth = typeof classes === 'number' ? classes : 1
    const hard = graph.crossEntropy(outputs, codesOf(targets, depth, graph))
    const loss = context.isZero('label_smoothing')
      ? hard
      : graph.subtract(
          graph.multiply(hard, graph.subtract(1, context.scalar('label_smoothing'))),
          graph.multiply(
            graph.reduceMean(graph.logSoftmax(outputs, 1), [1]),
            context.scalar('label_smoothing'),
          ),
        )
    return weighted(loss, targets, { definition: crossEntropy, options }, graph)
  },
  predict: (outputs, graph) => graph.softmax(outputs, 1),
} as const satisfies Loss
