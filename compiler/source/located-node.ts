// The immutable tree of a document: every node and key knows where it was written. Knows no YAML.
import type { Json } from '../../schemas/json.js'
import type { Span } from '../../schemas/diagnostic.js'

/** A value of a document. Aliases are followed: one node object may stand in several places. */
export type LocatedNode = LocatedScalar | LocatedList | LocatedMap

/** A scalar with its YAML 1.2 core type. */
export interface LocatedScalar {
  readonly kind: 'scalar'
  readonly span: Span
  readonly value: string | number | boolean | null
  /** Whether the author quoted it (or wrote a block scalar). */
  readonly quoted: boolean
}

export interface LocatedList {
  readonly kind: 'list'
  readonly span: Span
  readonly items: readonly LocatedNode[]
}

export interface LocatedMap {
  readonly kind: 'map'
  readonly span: Span
  /** In written order; keys are unique. */
  readonly entries: readonly LocatedEntry[]
}

export interface LocatedEntry {
  /** The key as text. */
  readonly key: string
  /** The key with its type: a string, except below `cases`. */
  readonly keyValue: string | number | boolean
  readonly keySpan: Span
  readonly value: LocatedNode
}

/** Where a node stands: keys and indices from the root. */
export type Path = readonly (string | number)[]

/** The entry of a map under a key. */
export const entryOf = (node: LocatedNode | undefined, key: string): LocatedEntry | undefined =>
  node?.kind === 'map' ? node.entries.find((entry) => entry.key === key) : undefined

/** The value of a map under a key. */
export const valueOf = (node: LocatedNode | undefined, key: string): LocatedNode | undefined =>
  entryOf(node, key)?.value

/** The node at a path; undefined where nothing stands. */
export function nodeAt(root: LocatedNode, path: Path): LocatedNode | undefined {
  let node: LocatedNode | undefined = root
  for (const step of path) {
    node = node?.kind === 'list' ? node.items[Number(step)] : valueOf(node, String(step))
  }
  return node
}

/** The span at a path: of the value, or of the key that leads to it. Falls back to the nearest node above. */
export function spanAt(root: LocatedNode, path: Path, part: 'key' | 'value' = 'value'): Span {
  const node = nodeAt(root, path)
  if (part === 'value' && node !== undefined) return node.span
  const parent = path.length === 0 ? undefined : nodeAt(root, path.slice(0, -1))
  const entry = entryOf(parent, String(path.at(-1)))
  if (part === 'key' && entry !== undefined) return entry.keySpan
  if (node !== undefined) return node.span
  return path.length === 0 ? root.span : spanAt(root, path.slice(0, -1))
}

/** The string of a node that is one. */
export const textOf = (node: LocatedNode | undefined): string | undefined =>
  node?.kind === 'scalar' && typeof node.value === 'string' ? node.value : undefined

/** The number of a node that is one. */
export const numberOf = (node: LocatedNode | undefined): number | undefined =>
  node?.kind === 'scalar' && typeof node.value === 'number' ? node.value : undefined

/** The node as plain JSON; a key such as `__proto__` becomes an ordinary property. */
export function toJson(node: LocatedNode): Json {
  switch (node.kind) {
    case 'scalar':
      return node.value
    case 'list':
      return node.items.map(toJson)
    case 'map':
      return Object.fromEntries(node.entries.map((entry) => [entry.key, toJson(entry.value)]))
  }
}

/** Every node below and including `node`, depth first, with its path. */
export function* walk(node: LocatedNode, path: Path = []): Generator<{ node: LocatedNode; path: Path }> {
  yield { node, path }
  if (node.kind === 'list') {
    for (const [index, item] of node.items.entries()) yield* walk(item, [...path, index])
  } else if (node.kind === 'map') {
    for (const entry of node.entries) yield* walk(entry.value, [...path, entry.key])
  }
}
