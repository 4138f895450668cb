// Normalization of each example over groups of its channels.
import type { Value } from '../../tensor/graph.js'
import { Rejection, type LayerCost } from '../../space/module-tree.js'
import type { Signal } from '../../support/shape.js'
import { numberOption, type Options } from '../options.js'
import { freezeSchema, oneParameter, zeroParameter, type Layer } from './layer.js'
import { epsilonSchema, normalizationCost } from './normalization.js'
import { imageShape } from './window.js'

/**
 * y = γ·(x − μ) / √(σ² + ε) + β, mean and variance over the places and channels of each of `groups` neighbouring groups of channels;
 * γ and β for each channel. One group normalizes the whole image, as many as channels each channel alone (instance normalization).
 */
export const groupNorm = {
  role: 'layer',
  kind: 'group_norm',
  summary: 'Normalizes each image over groups of its channels.',
  options: {
    groups: {
      type: 'integer',
      minimum: 1,
      default: 32,
      description: 'Number of groups; it divides the channels.',
      'x-open': true,
      'x-shorthand': true,
    },
    epsilon: epsilonSchema,
    freeze: freezeSchema,
  },
  required: [],
  owns: ['gain', 'shift'],
  reference: 'Wu and He, Group normalization, ECCV 2018, eq. 1 and 7; 32 groups from section 3.2',
  output: (options, input): Signal => {
    grouped(options, input)
    return input
  },
  cost: (_options, input): LayerCost => normalizationCost(input.shape, 2 * (input.shape[0] ?? 0), 8),
  build: (use, input, context): Value => {
    const { graph } = context
    const { shape } = use.input
    const { groups, channels } = grouped(use.layer.options, use.input)
    const [batch = 1] = input.type.shape
    const split = graph.reshape(input, [batch, groups, channels / groups, ...shape.slice(1)])
    const unit = graph.reshape(
      graph.standardize(split, [2, 3, 4], context.scalar('epsilon')),
      input.type.shape,
    )
    const [gain, shift] = [
      context.parameter('gain', oneParameter([channels])),
      context.parameter('shift', zeroParameter([channels])),
    ].map((value) => graph.reshape(value, [1, channels, 1, 1])) as [Value, Value]
    return graph.add(graph.multiply(unit, gain), shift)
  },
} as const satisfies Layer

/** @throws Rejection where the groups do not divide the channels */
function grouped(options: Options, input: Signal): { readonly groups: number; readonly channels: number } {
  const [channels] = imageShape('group_norm', input)
  const groups = numberOption(groupNorm, options, 'groups')
  if (channels % groups === 0) return { groups, channels }
  throw new Rejection(`${String(groups)} groups do not divide ${String(channels)} channels`, '')
}
