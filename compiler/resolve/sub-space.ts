// `define:` — named sub-spaces with parameters. What a use of one means is worked out while the IR is built.
import { numberOf, valueOf, type LocatedMap, type LocatedNode } from '../source/located-node.js'

/** One entry of `define:`. */
export interface SubSpace {
  readonly name: string
  /** Parameters in order, with their defaults where they have one. */
  readonly parameters: ReadonlyMap<string, LocatedNode | undefined>
  /** How many uses of it may be nested; 1 where it does not say. */
  readonly depth: number
  readonly body: LocatedNode
}

/** Reads the section. An entry is `{ parameters, depth, body }`, or the body alone. */
export function readSubSpaces(section: LocatedNode | undefined): ReadonlyMap<string, SubSpace> {
  if (section?.kind !== 'map') return new Map()
  return new Map(section.entries.map(({ key, value }) => [key, readSubSpace(key, value)]))
}

function readSubSpace(name: string, node: LocatedNode): SubSpace {
  const body = valueOf(node, 'body')
  if (node.kind !== 'map' || body === undefined) return { name, parameters: new Map(), depth: 1, body: node }
  return {
    name,
    parameters: readParameters(valueOf(node, 'parameters')),
    depth: numberOf(valueOf(node, 'depth')) ?? 1,
    body,
  }
}

/** `[width]` (to be given), or `{ width: 8 }` (with defaults; a null default must be given). */
function readParameters(node: LocatedNode | undefined): ReadonlyMap<string, LocatedNode | undefined> {
  if (node?.kind === 'list') {
    return new Map(
      node.items.flatMap((item) => (item.kind === 'scalar' ? [[String(item.value), undefined]] : [])),
    )
  }
  return new Map(entriesOf(node).map(({ key, value }) => [key, isNull(value) ? undefined : value]))
}

const entriesOf = (node: LocatedNode | undefined): LocatedMap['entries'] =>
  node?.kind === 'map' ? node.entries : []

const isNull = (node: LocatedNode): boolean => node.kind === 'scalar' && node.value === null
