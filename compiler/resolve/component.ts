// Shorthand: the three ways to write a component (`flatten`, `{ conv2d: 8 }`, `{ conv2d: { filters: 8 } }`) become one.
import type { Definition } from '../../schemas/definition.js'
import type { Span } from '../../schemas/diagnostic.js'
import type { LocatedEntry, LocatedNode } from '../source/located-node.js'

/** A component as written: its kind and whatever stands beside the kind. */
export interface WrittenComponent {
  readonly kind: string
  /** Of the kind's word. */
  readonly span: Span
  /** Options, or a bare value; absent where only the kind is written. */
  readonly body?: LocatedNode
}

/** Reads `kind` or `{ kind: … }`; undefined where the node has neither form. */
export function readComponent(node: LocatedNode): WrittenComponent | undefined {
  if (node.kind === 'scalar') {
    return typeof node.value === 'string' ? { kind: node.value, span: node.span } : undefined
  }
  if (node.kind !== 'map' || node.entries.length !== 1) return undefined
  const [entry] = node.entries
  if (entry === undefined) return undefined
  const bare = entry.value.kind === 'scalar' && entry.value.value === null
  return { kind: entry.key, span: entry.keySpan, ...(bare ? {} : { body: entry.value }) }
}

/** Options of a component by name. A value that is no map of its options goes to the option marked `x-shorthand`. */
export function writtenOptions(
  written: WrittenComponent,
  definition: Definition,
): ReadonlyMap<string, LocatedNode> {
  const { body } = written
  if (body === undefined) return new Map()
  if (body.kind === 'map' && body.entries.every((entry) => isOption(entry, definition))) {
    return new Map(body.entries.map((entry) => [entry.key, entry.value]))
  }
  const shorthand = shorthandOf(definition)
  if (shorthand !== undefined) return new Map([[shorthand, body]])
  return body.kind === 'map' ? new Map(body.entries.map((entry) => [entry.key, entry.value])) : new Map()
}

/** The option that a bare value is given to. */
export const shorthandOf = (definition: Definition): string | undefined =>
  Object.keys(definition.options).find((option) => definition.options[option]?.['x-shorthand'] === true)

/** `name` is every component's option: it takes the place of the kind in decision paths. */
const isOption = (entry: LocatedEntry, definition: Definition): boolean =>
  entry.key === 'name' || Object.hasOwn(definition.options, entry.key)
