// How includes and arms lie over a base: one-key component maps and lists replace, other maps merge.
// Works on located trees, so every value keeps the place where it was written.
import type { LocatedEntry, LocatedMap, LocatedNode } from './located-node.js'

/** Whether a word names a component of the catalogue, or a form such as `choice` or `log_uniform`. */
export type IsComponent = (word: string) => boolean

/** `over` laid on `base`, both maps of sections: two files, or a specification and the override of an arm. */
export function mergeMaps(base: LocatedMap, over: LocatedMap, isComponent: IsComponent): LocatedMap {
  return mergeAt([], base, over, isComponent)
}

type Section = readonly string[]

function mergeAt(section: Section, base: LocatedMap, over: LocatedMap, isComponent: IsComponent): LocatedMap {
  const entries = new Map<string, LocatedEntry>()
  const dropped = over.entries.flatMap(({ key }) => EXCLUSIVE[key] ?? [])
  for (const entry of base.entries) if (!dropped.includes(entry.key)) entries.set(entry.key, entry)
  for (const entry of over.entries) {
    const below = entries.get(entry.key)
    const value = mergeValues([...section, entry.key], below?.value, entry.value, isComponent)
    // A merged map stands where its newer part was written.
    entries.set(entry.key, { ...entry, value })
  }
  return { kind: 'map', span: over.span, entries: [...entries.values()] }
}

/** A source of data excludes the other. */
const EXCLUSIVE: Readonly<Record<string, readonly string[]>> = { dataset: ['file'], file: ['dataset'] }

function mergeValues(
  section: Section,
  base: LocatedNode | undefined,
  over: LocatedNode,
  isComponent: IsComponent,
): LocatedNode {
  if (base?.kind !== 'map' || over.kind !== 'map') return over
  if (replacesWhole(section) || isOneComponent(base, isComponent) || isOneComponent(over, isComponent)) {
    return namesMembers(section) ? mergeAt(section, base, over, isComponent) : over
  }
  return mergeAt(section, base, over, isComponent)
}

/** Sections that hold one component, and members that are one thing each. */
function replacesWhole([first, second, third]: Section): boolean {
  if (first === 'arms' && second !== undefined) return third !== undefined && replacesWhole([third])
  if (first === 'hyperparameters' || first === 'define') return second !== undefined
  return ['space', 'objective', 'sampler', 'scheduler', 'procedure', 'protocol', 'fidelity'].includes(
    first ?? '',
  )
}

/** Sections whose keys are names of the author's own: a member called `momentum` is no component. */
function namesMembers(section: Section): boolean {
  const [first, , third] = section
  if (first === 'arms') return section.length <= 2 || (third !== undefined && namesMembers(section.slice(2)))
  if (first === 'tasks') return section.length <= 2
  return section.length === 1 && (first === 'hyperparameters' || first === 'define')
}

/** `{ adam: … }`, or an open value such as `{ choice: …, where: … }`. */
function isOneComponent(map: LocatedMap, isComponent: IsComponent): boolean {
  const [only, ...others] = map.entries
  if (only === undefined) return false
  if (others.length === 0) return isComponent(only.key)
  return map.entries.some(({ key }) => key === 'choice')
}
