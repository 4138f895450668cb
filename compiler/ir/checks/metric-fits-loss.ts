// What a model gives decides what can be measured of it: answers to rows, embeddings, which are no class scores, or samples.
import { finding } from '../../source/finding.js'
import type { Check, CheckContext, CheckedSpace } from './check.js'
import { drawnLoss } from './drawn-loss.js'
import { metricUses } from './metric-fits-task.js'

export const metricFitsLoss: Check = (context) => {
  const losses = context.spaces.flatMap((checked) => lossOf(checked, context))
  return metricUses(context.experiment).flatMap(({ metric, span }) => {
    const definition = context.catalogue.metric.get(metric)
    const needs = definition !== undefined && 'needs' in definition ? String(definition.needs) : ''
    const [misfit] = losses.flatMap(({ kind, outputs }) => complaint(metric, needs, kind, outputs))
    return misfit === undefined
      ? []
      : [finding('metric-fits-loss', span, misfit.message, { hint: misfit.hint })]
  })
}

/** Metrics that look at answers to rows. */
const readsRows: ReadonlySet<string> = new Set(['scores', 'predictions', 'loss'])

function complaint(
  metric: string,
  needs: string,
  loss: string,
  outputs: string,
): readonly { readonly message: string; readonly hint: string }[] {
  if (needs === 'scores' && outputs === 'embeddings') {
    const hint = '`loss` is measured for every loss; for classes, train with `cross_entropy`'
    return [{ message: `'${metric}' needs class scores, but '${loss}' trains embeddings`, hint }]
  }
  if (readsRows.has(needs) && outputs === 'samples') {
    const message = `'${metric}' looks at answers to rows, but '${loss}' trains a model that draws samples`
    return [{ message, hint: '`frechet_distance` looks at samples' }]
  }
  if (needs === 'samples' && outputs !== 'samples') {
    const message = `'${metric}' looks at samples, but '${loss}' trains a model that draws none`
    return [{ message, hint: '`consistency` trains one that does' }]
  }
  return []
}

/** Kind of a space's loss, and what it trains a model to give. */
function lossOf(
  checked: CheckedSpace,
  context: CheckContext,
): readonly { readonly kind: string; readonly outputs: string }[] {
  const { definition } = drawnLoss(checked, context) ?? {}
  if (definition === undefined || !('kind' in definition)) return []
  const outputs = 'outputs' in definition ? String(definition.outputs) : 'answers'
  return [{ kind: String(definition.kind), outputs }]
}
