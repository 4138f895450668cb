// Written components → component nodes: shorthand undone, options in the order of their definition, decision paths given.
import type { Definition, OptionSchema, Role } from '../../schemas/definition.js'
import type { Span } from '../../schemas/diagnostic.js'
import { definitionOf, readComponent, readOptions, type WrittenComponent } from '../validate/component.js'
import { finding } from '../source/finding.js'
import { valueOf, type LocatedNode } from '../source/located-node.js'
import { below, type ComponentPlace, type ValuePlace } from './building.js'
import type { ChoiceNode, ComponentNode, ValueNode } from './nodes.js'
import { distinct, segmentOf } from './segments.js'
import { argumentOf, buildValue, defaultValue } from './values.js'

/** Builds a component whose kind is known; undefined where its kind is unknown, or a definition's depth is used up below it. */
export function buildComponent(written: WrittenComponent, place: ComponentPlace): ComponentNode | undefined {
  const definition = definitionOf(place.building.catalogue, place.role, written.kind)
  if (definition === undefined) {
    const message = `'${written.kind}' is not a ${place.role}`
    place.building.report(finding(`unknown-${place.role}`, written.span, message))
    return undefined
  }
  if (!place.building.count(written.span)) return undefined
  const options = buildOptions(written, definition, place)
  if (options === undefined) return undefined
  return {
    kind: 'component',
    span: written.span,
    role: definition.role,
    component: definition.kind,
    path: place.path,
    options,
    origin: place.origin ?? 'written',
  }
}

/** The value of an option that holds components of another role than `layer`: one, a list, or a choice among several. */
export function buildComponentOption(node: LocatedNode, place: ValuePlace): ValueNode | undefined {
  const role = roleOf(place.schema)
  if (role === 'layer') return place.building.builders.moduleOption(node, place)
  if (place.schema['type'] === 'array') {
    const items = node.kind === 'list' ? node.items : [node]
    const given = new Map<string, number>()
    return {
      kind: 'list',
      span: node.span,
      items: items.flatMap((item) => buildOne(item, role, place, given) ?? []),
    }
  }
  const choice = valueOf(node, 'choice')
  const alternatives = choice?.kind === 'list' ? choice : node
  if (alternatives.kind !== 'list') return buildOne(node, role, place)
  return chooseAmong(alternatives.items, node, choice === undefined, { ...place, role })
}

/** The role whose members an option holds. */
export const roleOf = (schema: OptionSchema): Role => schema['x-role'] as Role

function chooseAmong(
  items: readonly LocatedNode[],
  node: LocatedNode,
  listed: boolean,
  place: ValuePlace & { readonly role: Role },
): ValueNode | undefined {
  const given = new Map<string, number>()
  const alternatives = items.flatMap((item) => {
    const written = readComponent(item)
    if (written === undefined) return []
    const name = distinct(segmentOf(written), given)
    const value = buildComponent(written, { ...place, path: below(place.path, name) })
    return value === undefined ? [] : [{ name, value }]
  })
  const [only] = alternatives
  if (only === undefined || alternatives.length === 1) return only?.value
  return {
    kind: 'choice',
    span: node.span,
    path: place.path,
    values: alternatives.map(({ value }) => value),
    names: alternatives.map(({ name }) => name),
    ordered: false,
    listed,
  } satisfies ChoiceNode
}

/** One component; `given` tells siblings of one kind apart. */
function buildOne(
  node: LocatedNode,
  role: Role,
  place: ValuePlace,
  given = new Map<string, number>(),
): ComponentNode | undefined {
  const argument = argumentOf(node, place.environment)
  if (argument !== undefined)
    return buildOne(argument.node, role, { ...place, environment: argument.environment }, given)
  const written = readComponent(node)
  if (written === undefined) return undefined
  const { building, environment, path } = place
  const segment = distinct(segmentOf(written), given)
  return buildComponent(written, { building, environment, role, path: below(path, segment) })
}

/** Options by name in the order of the definition; undefined where one of them is missing because a depth is used up. */
function buildOptions(
  written: WrittenComponent,
  definition: Definition,
  place: ComponentPlace,
): Readonly<Record<string, ValueNode>> | undefined {
  const given = optionNodes(written, definition)
  const siblings = new Map<string, number>()
  const options: [string, ValueNode][] = []
  for (const [name, schema] of Object.entries(definition.options)) {
    const node = given.get(name)
    if (node === undefined) {
      const standard = buildDefault(schema, below(place.path, name), written.span, place)
      if (standard !== undefined) options.push([name, standard])
      continue
    }
    const value = buildValue(node, {
      building: place.building,
      environment: place.environment,
      schema,
      path: isModuleOption(schema) ? `${place.path}${copyMark(given, definition)}` : below(place.path, name),
      definition,
      given: siblings,
    })
    if (value === undefined) return undefined
    options.push([name, value])
  }
  return Object.fromEntries(options)
}

/** A default is a literal, or a component that is named by its kind. */
function buildDefault(
  schema: OptionSchema,
  path: string,
  span: Span,
  place: ComponentPlace,
): ValueNode | undefined {
  const value = defaultValue(schema, span)
  if (value?.kind !== 'literal' || schema['x-role'] === undefined) return value
  const kinds = Array.isArray(value.value) ? value.value : [value.value]
  const components = kinds.flatMap((kind) => {
    if (typeof kind !== 'string') return []
    const { building, environment } = place
    const at = {
      building,
      environment,
      role: roleOf(schema),
      path: below(path, kind),
      origin: 'default',
    } as const
    return buildComponent({ kind, span }, at) ?? []
  })
  return schema['type'] === 'array' ? { kind: 'list', span, items: components } : components[0]
}

const isModuleOption = (schema: OptionSchema): boolean => schema['x-role'] === 'layer'

/** Copies that share nothing decide each for itself: their paths carry an index. Copies are what `times` and `body` ask for. */
function copyMark(given: ReadonlyMap<string, LocatedNode>, definition: Definition): string {
  const { times, body, share } = definition.options
  if (times === undefined || body === undefined) return ''
  const written = given.get('share')
  const shared = written?.kind === 'scalar' ? written.value : (share?.['default'] ?? 'nothing')
  return shared === 'nothing' ? '[*]' : ''
}

/** What is written for each option. */
function optionNodes(written: WrittenComponent, definition: Definition): ReadonlyMap<string, LocatedNode> {
  const read = readOptions(written, definition)
  if (read.form === 'shorthand') return new Map([[read.option, read.value]])
  return new Map(read.form === 'options' ? read.entries.map((entry) => [entry.key, entry.value]) : [])
}
