// Modules of a space → component nodes: where they stand among siblings, and what uses of `define:` expand to.
import type { Definition } from '../../schemas/definition.js'
import { readComponent, type WrittenComponent } from '../validate/component.js'
import type { SubSpace } from '../resolve/sub-space.js'
import { finding } from '../source/finding.js'
import type { LocatedNode } from '../source/located-node.js'
import { below, type Argument, type Environment, type ValuePlace } from './building.js'
import { buildComponent } from './components.js'
import type { ComponentNode, RecordNode, ValueNode } from './nodes.js'
import { distinct, segmentOf } from './segments.js'
import { argumentOf } from './values.js'

/** Builds the module of a position of its own: a body, or the root. A `sequence` there adds no segment. */
export function buildModule(node: LocatedNode, place: ValuePlace): ComponentNode | undefined {
  const found = moduleAt(node, place)
  if (found === undefined) return undefined
  const { written, environment } = found
  const segment = segmentOf(written)
  const path = segment === 'sequence' ? place.path : below(place.path, distinct(segment, givenAt(place)))
  return buildAt(written, path, { ...place, environment })
}

/** The modules of an option: one, a list, or a record. */
export function buildModuleOption(node: LocatedNode, place: ValuePlace): ValueNode | undefined {
  if (place.schema['type'] === 'object') return buildRecord(node, place)
  if (place.schema['type'] !== 'array') return buildBody(node, place)
  const items = siblings(node, place)
  if (decides(place.definition) === 'alternative') return alternatives(node, items)
  const modules = items.flatMap(({ module }) => module ?? [])
  return modules.length < items.length ? undefined : { kind: 'list', span: node.span, items: modules }
}

/** A body; the body of an `optional` may be missing, where a definition's depth is used up. */
function buildBody(node: LocatedNode, place: ValuePlace): ValueNode | undefined {
  const body = buildModule(node, place)
  if (body !== undefined || decides(place.definition) !== 'presence') return body
  return buildAt({ kind: 'identity', span: node.span }, below(place.path, 'identity'), place)
}

interface Sibling {
  readonly name: string
  readonly module: ComponentNode | undefined
}

/** Modules side by side: each has a segment, told apart by `#2`, `#3`. */
function siblings(node: LocatedNode, place: ValuePlace): readonly Sibling[] {
  const given = givenAt(place)
  return itemsOf(node, place).flatMap(({ item, environment }) => {
    const found = moduleAt(item, { ...place, environment })
    if (found === undefined) return []
    const name = distinct(segmentOf(found.written), given)
    const within = { ...place, environment: found.environment }
    return [{ name, module: buildAt(found.written, below(place.path, name), within) }]
  })
}

/** Alternatives whose definitions are too deep are left out; none left means that this place is too deep itself. */
function alternatives(node: LocatedNode, items: readonly Sibling[]): RecordNode | undefined {
  const entries = items.flatMap(({ name, module }) =>
    module === undefined ? [] : [{ key: name, value: module }],
  )
  return entries.length === 0 ? undefined : { kind: 'record', span: node.span, entries }
}

function buildRecord(node: LocatedNode, place: ValuePlace): RecordNode | undefined {
  if (node.kind !== 'map') return undefined
  const given = givenAt(place)
  const entries = node.entries.flatMap(({ key, value }) => {
    const found = moduleAt(value, place)
    if (found === undefined) return []
    const path = below(place.path, distinct(segmentOf(found.written), given))
    const module = buildAt(found.written, path, { ...place, environment: found.environment })
    return module === undefined ? [] : [{ key, value: module }]
  })
  return entries.length < node.entries.length ? undefined : { kind: 'record', span: node.span, entries }
}

/** Items of a list; a map `{ name: module }` is a list of named modules; anything else is a list of one. */
function itemsOf(
  node: LocatedNode,
  place: ValuePlace,
): readonly { readonly item: LocatedNode; readonly environment: Environment }[] {
  const argument = argumentOf(node, place.environment)
  if (argument !== undefined) return itemsOf(argument.node, { ...place, environment: argument.environment })
  const items = node.kind === 'list' ? node.items : [node]
  return items.map((item) => ({ item, environment: place.environment }))
}

/** The component written at a place, behind whatever parameter stands there. A bare list is a sequence. */
function moduleAt(
  node: LocatedNode,
  place: ValuePlace,
): { readonly written: WrittenComponent; readonly environment: Environment } | undefined {
  const argument = argumentOf(node, place.environment)
  if (argument !== undefined) return moduleAt(argument.node, { ...place, environment: argument.environment })
  const written =
    node.kind === 'list' ? { kind: 'sequence', span: node.span, body: node } : readComponent(node)
  return written === undefined ? undefined : { written, environment: place.environment }
}

function buildAt(written: WrittenComponent, path: string, place: ValuePlace): ComponentNode | undefined {
  const subSpace = place.building.subSpaces.get(written.kind)
  if (subSpace !== undefined) return expand(subSpace, written, path, place)
  const { building, environment } = place
  const component = buildComponent(written, { building, environment, role: 'layer', path })
  return component === undefined ? undefined : (onlyAlternative(component, place) ?? component)
}

/** A choice among one alternative is that alternative: nobody is asked what cannot be answered otherwise. */
function onlyAlternative(component: ComponentNode, place: ValuePlace): ComponentNode | undefined {
  const definition = place.building.catalogue.combinator.get(component.component)
  if (decides(definition) !== 'alternative') return undefined
  const records = Object.values(component.options).filter((option) => option.kind === 'record')
  const [only, ...rest] = records.flatMap(({ entries }) => entries)
  return only?.value.kind === 'component' && rest.length === 0 ? only.value : undefined
}

/** The body of a definition with its parameters bound; undefined where its depth is used up. */
function expand(
  subSpace: SubSpace,
  written: WrittenComponent,
  path: string,
  place: ValuePlace,
): ComponentNode | undefined {
  const depth = (place.environment.depths.get(subSpace.name) ?? 0) + 1
  if (depth > subSpace.depth || !place.building.count(written.span)) return undefined
  const environment: Environment = {
    parameters: bind(subSpace, written, place),
    depths: new Map(place.environment.depths).set(subSpace.name, depth),
  }
  return buildModule(subSpace.body, { ...place, environment, path, given: new Map() })
}

function bind(
  subSpace: SubSpace,
  written: WrittenComponent,
  place: ValuePlace,
): ReadonlyMap<string, Argument> {
  const { body } = written
  const [onlyParameter] = subSpace.parameters.keys()
  const given = new Map<string, LocatedNode>()
  if (body?.kind === 'map') for (const { key, value } of body.entries) given.set(key, value)
  else if (body !== undefined && onlyParameter !== undefined) given.set(onlyParameter, body)
  const bound = new Map<string, Argument>()
  for (const [name, standard] of subSpace.parameters) {
    const argument = given.get(name)
    if (argument !== undefined) bound.set(name, { node: argument, environment: place.environment })
    else if (standard !== undefined)
      bound.set(name, { node: standard, environment: bareOf(place.environment) })
    else {
      const message = `'${subSpace.name}' needs '${name}', which is not given`
      place.building.report(finding('missing-argument', written.span, message))
    }
  }
  return bound
}

/** Defaults of parameters see no parameters. */
const bareOf = (environment: Environment): Environment => ({ ...environment, parameters: new Map() })

/** Segments given so far beside a place; none beside a place of its own. */
const givenAt = (place: ValuePlace): Map<string, number> => place.given ?? new Map<string, number>()

/** A combinator's own decision, where it has one. */
const decides = (definition: Definition | undefined): unknown =>
  definition !== undefined && 'decides' in definition ? definition.decides : undefined
