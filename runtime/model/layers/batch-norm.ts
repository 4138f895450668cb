// Normalization of each feature over the batch.
import type { LayerCost } from '../../space/module-tree.js'
import { sizeOf, type Shape, type Signal } from '../../support/shape.js'
import type { Value } from '../../tensor/graph.js'
import { countOf, fixedShape } from '../../tensor/tensor-type.js'
import { freezeSchema, oneParameter, zeroParameter, type Layer, type LayerContext } from './layer.js'
import { rejectInput } from './window.js'

/**
 * y = γ·(x − μ) / √(σ² + ε) + β for each channel of an image, or each feature of the last axis. Training uses the batch's mean
 * and (biased) variance and moves the running ones by r ← (1 − m)·r + m·batch, with the unbiased variance; inference uses the running ones.
 */
export const batchNorm = {
  role: 'layer',
  kind: 'batch_norm',
  summary: 'Normalizes each channel or feature over the batch, with running statistics for inference.',
  options: {
    momentum: {
      type: 'number',
      exclusiveMinimum: 0,
      maximum: 1,
      default: 0.1,
      description: 'Weight of the newest batch in the running statistics.',
      'x-open': true,
      'x-scale': true,
    },
    epsilon: {
      type: 'number',
      exclusiveMinimum: 0,
      default: 0.00001,
      description: 'Added to the variance, against division by zero.',
      'x-scale': true,
    },
    freeze: freezeSchema,
  },
  required: [],
  owns: ['gain', 'shift'],
  reference: 'Ioffe and Szegedy, Batch normalization, ICML 2015, algorithms 1 and 2',
  output: (_options, input): Signal => {
    if (input.type !== 'real' || input.shape.length < 1 || input.shape.length > 3) {
      rejectInput('batch_norm', 'features or an image', input)
    }
    return input
  },
  cost: (_options, input): LayerCost => ({
    parameters: 2 * features(input.shape),
    flops: 4 * sizeOf(input.shape),
  }),
  build: (use, input, context): Value => {
    const { graph } = context
    const shape = use.input.shape
    const count = features(shape)
    const axes = reducedAxes(shape)
    const aligned = (value: Value): Value =>
      graph.reshape(value, [1, ...shape.map((_, axis) => (isFeature(shape, axis) ? count : 1))])
    const { centred, variance } = statistics(input, axes, aligned, context)
    const gain = aligned(context.parameter('gain', oneParameter([count])))
    const shift = aligned(context.parameter('shift', zeroParameter([count])))
    const deviation = graph.sqrt(graph.add(aligned(variance), context.scalar('epsilon')))
    if (!context.training) return graph.add(graph.multiply(centred, graph.divide(gain, deviation)), shift)
    const unit = graph.reciprocal(deviation)
    return graph.add(graph.standardized(input, centred, unit, { axes, centred: true }, gain), shift)
  },
} as const satisfies Layer

/** x − μ and σ² [features]: of this batch in training (moving the running ones), else of the running ones. */
function statistics(
  input: Value,
  axes: readonly number[],
  aligned: (value: Value) => Value,
  context: LayerContext,
): { readonly centred: Value; readonly variance: Value } {
  const { graph } = context
  const shape = fixedShape(input.type.shape.slice(1))
  const count = features(shape)
  const runningMean = context.state('mean', [count], 0)
  const runningVariance = context.state('variance', [count], 1)
  if (!context.training)
    return { centred: graph.subtract(input, aligned(runningMean)), variance: runningVariance }
  const mean = graph.reduceMean(input, axes, true)
  const centred = graph.subtract(input, mean)
  const variance = graph.reduceMean(graph.multiply(centred, centred), axes, false)
  const rows = countOf(input.type.shape) / count
  const unbiased = graph.multiply(variance, rows / Math.max(1, rows - 1))
  const momentum = context.scalar('momentum')
  const moved = (running: Value, batch: Value): Value =>
    graph.add(running, graph.multiply(momentum, graph.subtract(graph.stopGradient(batch), running)))
  context.update('mean', moved(runningMean, graph.reshape(mean, [count])))
  context.update('variance', moved(runningVariance, unbiased))
  return { centred, variance }
}

/** Channels come first in an image, features last elsewhere. */
const isFeature = (shape: Shape, axis: number): boolean =>
  axis === (shape.length === 3 ? 0 : shape.length - 1)

const features = (shape: Shape): number => shape.find((_, axis) => isFeature(shape, axis)) ?? 1

/** Axes of the batched value that are averaged over. */
const reducedAxes = (shape: Shape): readonly number[] => [
  0,
  ...shape.flatMap((_, axis) => (isFeature(shape, axis) ? [] : [axis + 1])),
]
