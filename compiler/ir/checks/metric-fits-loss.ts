// Embeddings are no class scores: what is optimized or claimed about a model that is trained for them must not need any.
import { finding } from '../../source/finding.js'
import type { Check, CheckContext, CheckedSpace } from './check.js'
import { drawnLoss } from './drawn-loss.js'
import { metricUses } from './metric-fits-task.js'

export const metricFitsLoss: Check = (context) => {
  const embedding = context.spaces.flatMap((checked) => embeddingLoss(checked, context))
  const [loss] = embedding
  if (loss === undefined) return []
  return metricUses(context.experiment).flatMap(({ metric, span }) => {
    const definition = context.catalogue.metric.get(metric)
    if (definition === undefined || !('needs' in definition) || definition.needs !== 'scores') return []
    const message = `'${metric}' needs class scores, but '${loss}' trains embeddings`
    const hint = '`loss` is measured for every loss; for classes, train with `cross_entropy`'
    return [finding('metric-fits-loss', span, message, { hint })]
  })
}

/** The kind of the space's loss, where its outputs are embeddings. */
function embeddingLoss(checked: CheckedSpace, context: CheckContext): readonly string[] {
  const { definition } = drawnLoss(checked, context) ?? {}
  if (definition === undefined || !('outputs' in definition) || definition.outputs !== 'embeddings') return []
  return 'kind' in definition ? [String(definition.kind)] : []
}
