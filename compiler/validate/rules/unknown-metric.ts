// Objectives, claims and reports are about metrics that are measured.
import type { Span } from '../../../schemas/diagnostic.js'
import { finding } from '../../source/finding.js'
import { didYouMean } from '../../../runtime/support/did-you-mean.js'
import { listWords } from '../schema-words.js'
import { claimsOf } from '../written-claims.js'
import { isNative, readsData, type Rule } from './rule.js'

/** Metrics are in the catalogue. A foreign procedure measures what it likes. */
export const unknownMetric: Rule = (context) => {
  const kinds = [...context.catalogue.metric.keys()]
  if (kinds.length === 0 || !context.arms.every((arm) => isNative(arm, context) || readsData(arm, context)))
    return []
  const known = [...kinds, ...CONSTANTS]
  return metricsOf(context).flatMap(({ name, span }) => {
    const plain = name.replace(/^(tuning|evaluation)\./, '')
    if (known.includes(plain)) return []
    const hint = didYouMean(plain, known) ?? `metrics are ${listWords(known).replace(' or ', ' and ')}`
    return [finding('unknown-metric', span, `\`${name}\` is not a metric.`, { hint })]
  })
}

/** Facts of a trial that can be claimed like metrics. */
const CONSTANTS = ['parameters', 'flops', 'loss']

function metricsOf(context: Parameters<Rule>[0]): readonly { readonly name: string; readonly span: Span }[] {
  const claimed = claimsOf(context).flatMap(({ parts, spanOf }) =>
    typeof parts['on'] === 'string' ? [{ name: parts['on'], span: spanOf('on') }] : [],
  )
  return [...context.survey.metrics, ...claimed]
}
