// Metrics read class scores, real predictions or samples: target and loss decide which of them exist.
import type { Diagnostic, Span } from '../../../schemas/diagnostic.js'
import { finding } from '../../source/finding.js'
import { drawsSamples } from '../possible-losses.js'
import type { Check, CheckContext } from './check.js'

export const metricFitsTask: Check = (context) => {
  const { objective, claims } = context.experiment
  const uses = [
    ...objective.map(({ metric, span }) => ({ metric, span })),
    ...claims.map(({ on, span }) => ({ metric: on.replace(/^tuning\./, ''), span })),
  ]
  return uses.flatMap(({ metric, span }) => judge(metric, span, context))
}

function judge(metric: string, span: Span, context: CheckContext): readonly Diagnostic[] {
  const definition = context.catalogue.metric.get(metric)
  const needs = definition !== undefined && 'needs' in definition ? String(definition.needs) : ''
  return [...judgeLosses(metric, needs, span, context), ...judgeTargets(metric, needs, span, context)]
}

/** Samples are drawn by models of some losses; they answer no rows. */
function judgeLosses(
  metric: string,
  needs: string,
  span: Span,
  { spaces, catalogue }: CheckContext,
): readonly Diagnostic[] {
  const drawing = spaces.map(({ node }) => drawsSamples(node, catalogue))
  const readsRows = ['scores', 'predictions', 'loss'].includes(needs)
  if (needs === 'samples' && drawing.every((draws) => draws === 'never')) {
    const message = `'${metric}' looks at samples, but models of this loss draw none`
    return [
      finding('metric-fits-task', span, message, {
        hint: 'losses that need no target, such as `consistency`, train models that do',
      }),
    ]
  }
  if (readsRows && drawing.length > 0 && drawing.every((draws) => draws === 'always')) {
    const message = `'${metric}' looks at answers to rows, but models of this loss draw samples`
    return [finding('metric-fits-task', span, message, { hint: '`frechet_distance` looks at samples' })]
  }
  return []
}

function judgeTargets(
  metric: string,
  needs: string,
  span: Span,
  { tasks }: CheckContext,
): readonly Diagnostic[] {
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
