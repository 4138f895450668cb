// `define:` as validation sees it: named parts of the space with their parameters.
import {
  entryOf,
  numberOf,
  valueOf,
  type LocatedEntry,
  type LocatedMap,
  type LocatedNode,
} from '../source/located-node.js'

/** One entry of `define:`. */
export interface Part {
  readonly name: string
  readonly entry: LocatedEntry
  /** Parameters in order; a default where there is one. */
  readonly parameters: ReadonlyMap<string, LocatedNode | undefined>
  /** Absent where none is written. */
  readonly depth: number | undefined
  readonly body: LocatedNode
}

export type Parts = ReadonlyMap<string, Part>

/** The definitions of a map of sections. */
export function readParts(root: LocatedMap): Parts {
  const section = valueOf(root, 'define')
  if (section?.kind !== 'map') return new Map()
  return new Map(section.entries.map((entry) => [entry.key, readPart(entry)]))
}

/** An entry is `{ parameters, depth, body }`, or the body alone. */
function readPart(entry: LocatedEntry): Part {
  const { key: name, value } = entry
  const body = valueOf(value, 'body')
  if (body === undefined) return { name, entry, parameters: new Map(), depth: undefined, body: value }
  const parameters = readParameters(valueOf(value, 'parameters'))
  return { name, entry, parameters, depth: numberOf(valueOf(value, 'depth')), body }
}

/** `[width]` (all to be given), or `{ width: 8 }` (with defaults; one without a value must be given). */
function readParameters(node: LocatedNode | undefined): ReadonlyMap<string, LocatedNode | undefined> {
  if (node?.kind === 'list') {
    return new Map(
      node.items.flatMap((item) => (item.kind === 'scalar' ? [[String(item.value), undefined]] : [])),
    )
  }
  if (node?.kind !== 'map') return new Map()
  return new Map(node.entries.map(({ key, value }) => [key, isNothing(value) ? undefined : value]))
}

const isNothing = (node: LocatedNode): boolean => node.kind === 'scalar' && node.value === null

/** Whether an entry of `define:` is written with `body:`. */
export const isFullDefinition = (node: LocatedNode): boolean => entryOf(node, 'body') !== undefined
