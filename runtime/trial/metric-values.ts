// Metrics by name, folded over batches of outputs. What a metric means is its definition's affair.
import type { Definition } from '../../schemas/definition.js'
import { metricNamed } from '../metrics/find.js'
import type { Accumulator, MetricDefinition, MetricFacts, Outputs } from '../metrics/metric.js'
import type { AnyLoss } from '../model/losses/generative.js'
import type { Target } from '../model/losses/loss.js'

/** Several metrics at once. */
export interface MetricFold {
  add(outputs: Outputs, targets: ArrayLike<number>): void
  values(): ReadonlyMap<string, number>
}

/** What is known of a model before it is measured. */
export interface ModelFacts extends MetricFacts {
  readonly target: Target
  /** What its outputs are where they answer no rows: embeddings, which no metric of classes reads, or samples. Absent: they do. */
  readonly outputs?: AnyLoss['outputs']
}

/** Folds of the loss and of those metrics by these names that fit the target; others are left out. */
export function metricFold(
  names: readonly string[],
  facts: ModelFacts,
  own: readonly Definition[] = [],
): MetricFold {
  const folds = [...new Set(['loss', ...names])].flatMap(
    (name): readonly (readonly [string, Accumulator])[] => {
      const definition = metricNamed(name, own)
      if (definition === undefined || !fits(definition, facts)) return []
      return [[name, definition.start(facts)]]
    },
  )
  return {
    add: (outputs, targets) => {
      for (const [, fold] of folds) fold.add(outputs, targets)
    },
    values: () => new Map(folds.map(([name, fold]) => [name, fold.value()])),
  }
}

/** Names of what layers must show for these metrics. */
export const observedBy = (names: readonly string[], own: readonly Definition[] = []): readonly string[] => [
  ...new Set(names.flatMap((name) => metricNamed(name, own)?.observes ?? [])),
]

/** Which way a metric is better; lower, where it is unknown. */
export const directionIn =
  (own: readonly Definition[] = []) =>
  (name: string): 'maximize' | 'minimize' =>
    metricNamed(name, own)?.direction ?? 'minimize'

function fits({ needs }: MetricDefinition, { target, outputs }: ModelFacts): boolean {
  if (needs === 'model' || needs === 'training') return true
  if ((outputs === 'samples') !== (needs === 'samples')) return false
  if (needs === 'scores') return target.kind === 'class' && outputs !== 'embeddings'
  return needs === 'samples' ? target.kind === 'class' : needs !== 'predictions' || target.kind === 'real'
}
