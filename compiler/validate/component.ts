// The three ways to write a component (`flatten`, `{ conv2d: 8 }`, `{ conv2d: { filters: 8 } }`), read alike by all phases.
import type { Catalogue } from '../../runtime/catalogue.js'
import type { Definition, Role } from '../../schemas/definition.js'
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

/** How the body of a component is to be read. */
export type WrittenOptions =
  | { readonly form: 'options'; readonly entries: readonly LocatedEntry[] }
  | { readonly form: 'shorthand'; readonly option: string; readonly value: LocatedNode }
  /** A bare value where the component has no option for one. */
  | { readonly form: 'none'; readonly value: LocatedNode }

/** Reads the body: a map of options, or else a value of the option marked `x-shorthand`. */
export function readOptions(written: WrittenComponent, definition: Definition): WrittenOptions {
  const { body } = written
  if (body === undefined) return { form: 'options', entries: [] }
  const shorthand = shorthandOf(definition)
  if (body.kind === 'map') {
    const known = body.entries.filter(({ key }) => key === 'name' || Object.hasOwn(definition.options, key))
    const isOptions = known.length === body.entries.length || known.length > 0 || shorthand === undefined
    if (isOptions || !takesMap(definition, shorthand)) return { form: 'options', entries: body.entries }
  }
  if (shorthand === undefined) return { form: 'none', value: body }
  return { form: 'shorthand', option: shorthand, value: body }
}

/** The option that a bare value is given to. */
export const shorthandOf = (definition: Definition): string | undefined =>
  Object.keys(definition.options).find((option) => definition.options[option]?.['x-shorthand'] === true)

/** The definition of a kind for a role; a layer's place takes combinators too. */
export const definitionOf = (catalogue: Catalogue, role: Role, kind: string): Definition | undefined =>
  role === 'layer' ? (catalogue.layer.get(kind) ?? catalogue.combinator.get(kind)) : catalogue[role].get(kind)

/** Kinds that can stand in the place of a role. */
export const kindsOf = (catalogue: Catalogue, role: Role): readonly string[] =>
  role === 'layer' ? [...catalogue.layer.keys(), ...catalogue.combinator.keys()] : [...catalogue[role].keys()]

/** A bare map makes sense for an option of components, of maps, or one that may be open. */
function takesMap(definition: Definition, option: string): boolean {
  const schema = definition.options[option] ?? {}
  return schema['x-role'] !== undefined || schema['x-open'] === true || schema['type'] === 'object'
}
