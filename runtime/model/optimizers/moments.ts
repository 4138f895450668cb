// What Adam and its kin share: running moments of the gradient and their bias corrections.
import type { Value } from '../../tensor/graph.js'
import { listOption, type Options } from '../options.js'
import type { Definition } from '../../../schemas/definition.js'
import { power } from '../../support/power.js'
import { average, type Updated, type UpdateContext } from './optimizer.js'

/** Schema of `betas`: shares that the running mean and mean square keep. Defaults of Kingma and Ba, Adam, ICLR 2015. */
export const betasSchema = {
  type: 'array',
  items: { type: 'number', minimum: 0, exclusiveMaximum: 1 },
  minItems: 2,
  maxItems: 2,
  default: [0.9, 0.999],
  description: 'Shares that the running mean of the gradient and of its square keep from step to step.',
  'x-open': true,
  'x-scale': true,
} as const

/** Running means of the gradient and of its square, of the parameter's shape. */
export interface Moments {
  readonly mean: Value
  readonly square: Value
}

/**
 * With c₁ = 1 − β₁ᵗ and c₂ = 1 − β₂ᵗ in double precision on the host: `size` = η / c₁ and `unbias` = 1 / √c₂, so that
 * η·(m / c₁) / (√(v / c₂) + ε) needs no powers in the graph. `rate` is η itself.
 */
export function momentScalars(
  definition: Definition,
  options: Options,
  t: number,
  rate: number,
): { readonly rate: number; readonly size: number; readonly unbias: number } {
  const [first = 0, second = 0] = listOption(definition, options, 'betas')
  return { rate, size: rate / (1 - power(first, t)), unbias: 1 / Math.sqrt(1 - power(second, t)) }
}

/** m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g², w ← w − size·m / (√v·unbias + ε). */
export function momentUpdate(
  parameter: Value,
  gradient: Value,
  [mean = gradient, square = gradient]: readonly Value[],
  context: UpdateContext,
): Updated {
  const moments = takeUpMoments(gradient, { mean, square }, context)
  return {
    parameter: stepByMoments(parameter, moments, context),
    slots: [moments.mean, moments.square],
  }
}

/** m ← β₁·m + (1 − β₁)·g, v ← β₂·v + (1 − β₂)·g². */
export function takeUpMoments(gradient: Value, { mean, square }: Moments, context: UpdateContext): Moments {
  const { graph } = context
  return {
    mean: average(mean, gradient, context.scalar('betas', 0), graph),
    square: average(square, graph.multiply(gradient, gradient), context.scalar('betas', 1), graph),
  }
}

/** w − size·m / (√v·unbias + ε). */
export function stepByMoments(parameter: Value, { mean, square }: Moments, context: UpdateContext): Value {
  const { graph } = context
  const root = graph.multiply(graph.sqrt(square), context.step('unbias'))
  const moved = graph.divide(
    graph.multiply(mean, context.step('size')),
    graph.add(root, context.scalar('epsilon')),
  )
  return graph.subtract(parameter, moved)
}
