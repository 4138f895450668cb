// One arm laid over its specification. An arm that is a model file brings its own way to be measured, and takes nothing over that
// says how models are made or tuned.
import { entryOf, textOf, type LocatedEntry, type LocatedMap, type LocatedNode } from './located-node.js'
import { mergeMaps, type IsComponent } from './merge.js'

/** Sections that make or tune a model. */
const making: ReadonlySet<string> = new Set([
  'hyperparameters',
  'space',
  'train',
  'define',
  'constraints',
  'sampler',
  'scheduler',
  'budget',
  'enqueue',
  'procedure',
  'fixed',
])

/** The document of an arm: `base` with what the arm changes. */
export function armRoot(base: LocatedMap, own: LocatedMap, isComponent: IsComponent): LocatedMap {
  const model = entryOf(own, 'model')
  if (textOf(model?.value) === undefined || model === undefined) return mergeMaps(base, own, isComponent)
  const kept = base.entries.filter(({ key }) => !making.has(key))
  return { ...base, entries: [...kept, ...measuring(model)] }
}

/** `model: file` → `procedure: { pretrained: file }`, `fixed: {}`. */
function measuring(model: LocatedEntry): readonly LocatedEntry[] {
  const { span } = model.value
  const map = (...entries: readonly LocatedEntry[]): LocatedMap => ({ kind: 'map', span, entries })
  const entry = (key: string, value: LocatedNode): LocatedEntry => ({
    key,
    keyValue: key,
    keySpan: model.keySpan,
    value,
  })
  return [entry('procedure', map(entry('pretrained', model.value))), entry('fixed', map())]
}
