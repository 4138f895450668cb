// Metrics of what layers show in training need a layer that shows it.
import { catalogue as shipped, type Catalogue } from '../../../runtime/catalogue.js'
import { finding } from '../../source/finding.js'
import { listWords } from '../../validate/schema-words.js'
import type { SpaceNode } from '../nodes.js'
import { layersIn } from '../possible-layers.js'
import type { Check } from './check.js'

export const unshownMetric: Check = ({ experiment, spaces, catalogue }) => {
  const uses = [
    ...experiment.objective,
    ...experiment.claims.map(({ on, span }) => ({ metric: on.replace(/^tuning\./, ''), span })),
  ]
  return uses.flatMap(({ metric, span }) => {
    const definition = catalogue.metric.get(metric)
    const { observes } = (definition ?? {}) as { readonly observes?: string }
    if (observes === undefined || spaces.some(({ node }) => mayShow(node, observes, catalogue))) return []
    const message = `'${metric}' looks at what layers show in training, but no layer of the space shows it`
    const kinds = [...catalogue.layer.values()].flatMap((layer) =>
      shown(layer).includes(observes) ? layer.kind : [],
    )
    return [finding('unshown-metric', span, message, { hint: `layers that do are ${listWords(kinds)}` })]
  })
}

/** Whether some configuration has a layer that shows it; one of the author's own that does not say may. */
const mayShow = ({ model }: SpaceNode, observes: string, catalogue: Catalogue): boolean =>
  model !== undefined &&
  layersIn(model, catalogue).some(({ kind, shows }) => shows?.includes(observes) ?? !shipped.layer.has(kind))

const shown = (layer: object): readonly string[] =>
  (layer as { readonly shows?: readonly string[] }).shows ?? []
