// Segments of decision paths: what a component is called, and how siblings of one name are told apart.
import type { WrittenComponent } from '../validate/component.js'
import { valueOf } from '../source/located-node.js'

/** Name under which a component is chosen and its decisions are filed. */
export const segmentOf = (written: WrittenComponent): string => {
  const name = valueOf(written.body, 'name')
  return name?.kind === 'scalar' && typeof name.value === 'string' ? name.value : written.kind
}

/** `segment`, or `segment#2`, … where it was given before; `given` remembers. */
export function distinct(segment: string, given: Map<string, number>): string {
  const uses = (given.get(segment) ?? 0) + 1
  given.set(segment, uses)
  return uses === 1 ? segment : `${segment}#${uses}`
}
