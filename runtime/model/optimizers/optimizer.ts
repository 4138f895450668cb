// The contract of optimizers: an update of one parameter in the graph, and the numbers that the host feeds for each step.
import type { Definition } from '../../../schemas/definition.js'
import type { Builder, Value } from '../../tensor/graph.js'
import type { Options } from '../options.js'

/** What an optimizer finds while its update is built. All scalars are float32. */
export interface UpdateContext {
  readonly graph: Builder
  /** An `x-scale` option; entry `index` where the option is a list. */
  scalar(option: string, index?: number): Value
  /** Whether an `x-scale` option is exactly 0 (a fact of the structure). */
  isZero(option: string): boolean
  /** A number that changes from step to step, by the name that `stepScalars` gives it. */
  step(name: string): Value
}

/** A parameter after an update, and its slots in the order of `slots`. */
export interface Updated {
  readonly parameter: Value
  readonly slots: readonly Value[]
}

/** An optimizer. */
export interface Optimizer extends Definition {
  readonly role: 'optimizer'
  /** Names of the values kept for each parameter, of its shape, all starting at 0. */
  readonly slots: readonly string[]
  /** Names of what `stepScalars` gives. */
  readonly steps: readonly string[]
  /** Whether the size of gradients is divided out entry by entry, so that steps do not follow it; absent: no. */
  readonly isAdaptive?: boolean
  /** Whether weight decay is a share of the learning rate that is taken off the weights themselves; absent: no. */
  readonly decouplesDecay?: boolean
  /** Host numbers of step t (from 1) at the given learning rate (schedule included). */
  stepScalars(options: Options, t: number, rate: number): Readonly<Record<string, number>>
  update(parameter: Value, gradient: Value, slots: readonly Value[], context: UpdateContext): Updated
}

/** Schema of `learning_rate`. */
export const learningRateSchema = <const Default extends number>(standard: Default) =>
  ({
    type: 'number',
    exclusiveMinimum: 0,
    default: standard,
    description: 'Size of the steps, before the schedule.',
    'x-open': true,
    'x-scale': true,
    'x-shorthand': true,
  }) as const

/** Schema of a `weight_decay` that is added to the gradient (L2). */
export const weightDecaySchema = {
  type: 'number',
  minimum: 0,
  default: 0,
  description: 'Multiple of the weights that is added to their gradient (L2 penalty).',
  'x-open': true,
  'x-scale': true,
} as const

/** Schema of the small number in a denominator. */
export const epsilonSchema = {
  type: 'number',
  exclusiveMinimum: 0,
  default: 1e-8,
  description: 'Added to the denominator, against division by zero.',
  'x-scale': true,
} as const

/** g + λ·w, or g itself where λ is 0. */
export const penalized = (
  parameter: Value,
  gradient: Value,
  { graph, scalar, isZero }: UpdateContext,
): Value =>
  isZero('weight_decay') ? gradient : graph.add(gradient, graph.multiply(parameter, scalar('weight_decay')))

/** Schema of a `weight_decay` that is taken off the weights themselves and never meets the gradient. */
export const decoupledDecaySchema = <const Default extends number>(standard: Default) =>
  ({
    type: 'number',
    minimum: 0,
    default: standard,
    description: 'Share of the weights, times the learning rate, that is taken off at each step.',
    'x-open': true,
    'x-scale': true,
  }) as const

/** w·(1 − η·λ), or w itself where λ is 0. Loshchilov and Hutter, Decoupled weight decay regularization, ICLR 2019. */
export const decayed = (parameter: Value, context: UpdateContext): Value => {
  if (context.isZero('weight_decay')) return parameter
  const { graph } = context
  const kept = graph.subtract(1, graph.multiply(context.step('rate'), context.scalar('weight_decay')))
  return graph.multiply(parameter, kept)
}

/** A number in (0, 1) that weighs the past. */
export const decaySchema = <const Default extends number>(standard: Default, description: string) =>
  ({
    type: 'number',
    minimum: 0,
    exclusiveMaximum: 1,
    default: standard,
    description,
    'x-open': true,
    'x-scale': true,
  }) as const

/** β·m + (1 − β)·x: a running average that weighs the past by β. */
export const average = (before: Value, entry: Value, beta: Value, graph: Builder): Value =>
  graph.add(graph.multiply(before, beta), graph.multiply(entry, graph.subtract(1, beta)))
