// `arms:` → one whole document an arm: the specification's own sections with the arm's laid over them.
import { entryOf, type LocatedEntry, type LocatedMap } from '../source/located-node.js'
import { armRoot } from '../source/arm-root.js'
import type { IsComponent } from '../source/merge.js'
import type { Span } from '../../schemas/diagnostic.js'

/** An arm and its document. */
export interface ArmDocument {
  readonly name: string
  readonly span: Span
  readonly root: LocatedMap
  /** Where it is written; absent for the arm that nobody wrote. */
  readonly entry?: LocatedEntry
}

/** Sections that say nothing about a single arm, and so are not inherited by it. */
const shared: ReadonlySet<string> = new Set(['arms', 'claims'])

/** Documents of all arms in written order; without `arms:`, the one arm `default`. */
export function armDocuments(root: LocatedMap, isComponent: IsComponent): readonly ArmDocument[] {
  const base: LocatedMap = { ...root, entries: root.entries.filter(({ key }) => !shared.has(key)) }
  const arms = entryOf(root, 'arms')
  if (arms === undefined || arms.value.kind !== 'map' || arms.value.entries.length === 0) {
    return [{ name: 'default', span: arms?.keySpan ?? root.span, root: base }]
  }
  return arms.value.entries.map((entry) => armDocument(base, entry, isComponent))
}

function armDocument(base: LocatedMap, entry: LocatedEntry, isComponent: IsComponent): ArmDocument {
  const own = entry.value.kind === 'map' ? entry.value : { ...base, entries: [] }
  return {
    name: entry.key,
    span: entry.keySpan,
    root: armRoot(base, own, isComponent),
    entry,
  }
}
