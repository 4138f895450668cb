// Metrics read class scores or real predictions: the target decides which of them exist.
import type { Diagnostic, Span } from '../../../schemas/diagnostic.js'
import { finding } from '../../source/finding.js'
import type { ExperimentNode } from '../nodes.js'
import type { Check, CheckContext } from './check.js'

export const metricFitsTask: Check = (context) =>
  metricUses(context.experiment).flatMap(({ metric, span }) => judge(metric, span, context))

/** Metrics that are optimized or claimed about, where they are written. */
export const metricUses = ({
  objective,
  claims,
}: ExperimentNode): readonly { readonly metric: string; readonly span: Span }[] => [
  ...objective.map(({ metric, span }) => ({ metric, span })),
  ...claims.map(({ on, span }) => ({ metric: on.replace(/^tuning\./, ''), span })),
]

function judge(metric: string, span: Span, { catalogue, tasks }: CheckContext): readonly Diagnostic[] {
  const definition = catalogue.metric.get(metric)
  const needs = definition !== undefined && 'needs' in definition ? definition.needs : undefined
  return tasks.flatMap(({ data, node }) => {
    if (data === undefined) return []
    const { type, name } = data.target
    const needsClass = needs === 'scores' || needs === 'samples'
    const misfit = (needsClass && type === 'real') || (needs === 'predictions' && type === 'class')
    if (!misfit) return []
    const wanted = needsClass ? 'a class' : 'a real number'
    const found = type === 'class' ? 'a class' : 'a real number'
    const message = `'${metric}' needs ${wanted} as target, but '${name}' of '${node.name}' is ${found}`
    const hint =
      type === 'class' ? 'accuracy, log_loss or auroc fit a class' : 'rmse, mae or r2 fit a real number'
    return [finding('metric-fits-task', span, message, { hint })]
  })
}
