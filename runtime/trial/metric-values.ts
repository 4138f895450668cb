// Metrics by name, folded over batches of outputs. What a metric means is its definition's affair.
import type { Definition } from '../../schemas/definition.js'
import { metricNamed } from '../metrics/find.js'
import type { Accumulator, MetricDefinition, Outputs } from '../metrics/metric.js'
import type { Target } from '../model/losses/loss.js'

/** Several metrics at once. */
export interface MetricFold {
  add(outputs: Outputs, targets: ArrayLike<number>): void
  values(): ReadonlyMap<string, number>
}

/** What is known of a model before it is measured. */
export interface ModelFacts {
  readonly parameters: number
  readonly flops: number
  readonly trainedNumbers: number
  readonly target: Target
}

/** Folds of the loss and of those metrics by these names that fit the target; others are left out. */
export function metricFold(
  names: readonly string[],
  facts: ModelFacts,
  own: readonly Definition[] = [],
): MetricFold {
  const { parameters, flops, trainedNumbers } = facts
  const folds = [...new Set(['loss', ...names])].flatMap(
    (name): readonly (readonly [string, Accumulator])[] => {
      const definition = metricNamed(name, own)
      if (definition === undefined || !fits(definition, facts.target)) return []
      return [[name, definition.start({ parameters, flops, trainedNumbers })]]
    },
  )
  return {
    add: (outputs, targets) => {
      for (const [, fold] of folds) fold.add(outputs, targets)
    },
    values: () => new Map(folds.map(([name, fold]) => [name, fold.value()])),
  }
}

/** Which way a metric is better; lower, where it is unknown. */
export const directionIn =
  (own: readonly Definition[] = []) =>
  (name: string): 'maximize' | 'minimize' =>
    metricNamed(name, own)?.direction ?? 'minimize'

const fits = (definition: MetricDefinition, target: Target): boolean =>
  definition.needs === 'scores'
    ? target.kind === 'class'
    : definition.needs !== 'predictions' || target.kind === 'real'
