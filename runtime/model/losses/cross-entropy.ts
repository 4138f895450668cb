// Cross-entropy over classes, from logits.
import type { Builder, Value } from '../../tensor/graph.js'
import { listOption } from '../options.js'
import { hasOption } from '../options.js'
import { tensorFrom, tensorOf, type Tensor } from '../../tensor/tensor.js'
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
    class_weights: {
      type: 'array',
      items: { type: 'number', minimum: 0 },
      minItems: 2,
      description: 'Weight of each class, in the order of the class codes; all 1 unless written.',
    },
  },
  required: [],
  target: 'class',
  reference: 'Szegedy et al., Rethinking the inception architecture, CVPR 2016, section 7 (label smoothing)',
  refuses: (output, target) => refuseClasses('cross_entropy', output, target),
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
    if (!hasOption(crossEntropy, options, 'class_weights')) return loss
    const weights = graph.constant(
      tensorOf('float32', [depth], listOption(crossEntropy, options, 'class_weights')),
    )
    return graph.multiply(loss, graph.gather(weights, targets, 0))
  },
  predict: (outputs, graph) => graph.softmax(outputs, 1),
} as const satisfies Loss

/** Rows of an identity matrix are quicker than comparisons, while it is small. */
const codesOf = (targets: Value, classes: number, graph: Builder): Value =>
  classes > 256 ? graph.oneHot(targets, classes) : graph.gather(graph.constant(identity(classes)), targets, 0)

/** The code of each class as a row. */
const identity = (size: number): Tensor =>
  tensorFrom(
    'float32',
    [size, size],
    Float32Array.from({ length: size * size }, (_, place) => (place % (size + 1) === 0 ? 1 : 0)),
  )
