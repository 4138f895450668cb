// Metrics by name: those of the author's own that a plan brings, and those that come with Espalier.
import type { Definition } from '../../schemas/definition.js'
import * as metrics from './index.js'
import type { MetricDefinition } from './metric.js'

const shipped: ReadonlyMap<string, MetricDefinition> = new Map(
  Object.values<MetricDefinition>(metrics).map((metric) => [metric.kind, metric]),
)

/** The metric of a name, where there is one. */
export const metricNamed = (name: string, own: readonly Definition[] = []): MetricDefinition | undefined =>
  shipped.get(name) ?? (own.find(({ kind }) => kind === name) as MetricDefinition | undefined)
