// Located values → value nodes: literals, choices, distributions, references, expressions. Components are built next door.
import type { OptionSchema } from '../../schemas/definition.js'
import type { Json } from '../../schemas/json.js'
import {
  numberOf,
  textOf,
  toJson,
  valueOf,
  type LocatedMap,
  type LocatedNode,
} from '../source/located-node.js'
import { projectPath } from '../source/project.js'
import { readTerm } from './terms.js'
import { referenceOf } from '../validate/open-values.js'
import { admitsList } from '../validate/schema-marks.js'
import type { Environment, ValuePlace } from './building.js'
import type { ChoiceNode, DistributionNode, ValueNode } from './nodes.js'

const distributions = ['uniform', 'log_uniform', 'int', 'log_int', 'normal'] as const

/** The node of a written value; undefined where a definition's depth is used up inside it. */
export function buildValue(node: LocatedNode, place: ValuePlace): ValueNode | undefined {
  const argument = argumentOf(node, place.environment)
  if (argument !== undefined) {
    return buildValue(argument.node, { ...place, environment: argument.environment })
  }
  if (place.schema['x-role'] !== undefined) return place.building.builders.componentOption(node, place)
  if (place.schema['x-open'] !== true) return literal(node, place.schema)
  return buildOpen(node, place)
}

/** What a bare `$name` stands for inside a definition. */
export function argumentOf(
  node: LocatedNode,
  environment: Environment,
): ReturnType<Environment['parameters']['get']> {
  if (node.kind !== 'scalar' || typeof node.value !== 'string' || !node.value.startsWith('$'))
    return undefined
  return environment.parameters.get(node.value.slice(1))
}

/** A default as a node, placed where its component was written. */
export const defaultValue = (schema: OptionSchema, span: LocatedNode['span']): ValueNode | undefined =>
  schema['default'] === undefined
    ? undefined
    : { kind: 'literal', span, value: fillDefaults(schema['default'], schema), origin: 'default' }

function buildOpen(node: LocatedNode, place: ValuePlace): ValueNode | undefined {
  if (node.kind === 'scalar') {
    const name = referenceOf(node)
    if (name !== undefined) return { kind: 'reference', span: node.span, name }
    return literal(node, place.schema)
  }
  if (node.kind === 'list') {
    return admitsList(place.schema) ? literal(node, place.schema) : buildChoice(node.items, node, true, place)
  }
  return buildForm(node, place) ?? literal(node, place.schema)
}

/** `{ choice: … }`, a distribution, `{ expr: … }` or `{ const: … }`. */
function buildForm(node: LocatedMap, place: ValuePlace): ValueNode | undefined {
  const choice = valueOf(node, 'choice')
  if (choice?.kind === 'list') return buildChoice(choice.items, node, false, place)
  const constant = valueOf(node, 'const')
  if (constant !== undefined) return literal(constant, place.schema)
  const text = valueOf(node, 'expr')
  if (text?.kind === 'scalar') {
    const term = readTerm(text, place.building, place.environment)
    return { kind: 'computed', span: node.span, term, text: String(text.value) }
  }
  return buildDistribution(node, place)
}

function buildDistribution(node: LocatedMap, place: ValuePlace): ValueNode | undefined {
  for (const distribution of distributions) {
    const bounds = valueOf(node, distribution)
    if (bounds?.kind !== 'list') continue
    const [first, second] = bounds.items.map(numberOf)
    if (first === undefined || second === undefined) continue
    if (first === second && distribution !== 'normal') {
      return { kind: 'literal', span: node.span, value: first, origin: 'written' }
    }
    return {
      kind: 'distribution',
      span: node.span,
      distribution,
      path: place.path,
      first,
      second,
    } satisfies DistributionNode
  }
  return undefined
}

/** A choice; one of a single value, without a condition, is that value. */
function buildChoice(
  items: readonly LocatedNode[],
  node: LocatedNode,
  listed: boolean,
  place: ValuePlace,
): ValueNode | undefined {
  const values = items.flatMap((item) => buildAlternative(item, place) ?? [])
  const where = valueOf(node, 'where')
  const [only] = values
  if (only === undefined) return undefined
  if (values.length === 1 && where === undefined) return only
  return {
    kind: 'choice',
    span: node.span,
    path: place.path,
    values,
    ordered: values.every((value) => value.kind === 'literal' && typeof value.value === 'number'),
    listed,
    ...(where?.kind === 'scalar' ? { where: readTerm(where, place.building, place.environment) } : {}),
  } satisfies ChoiceNode
}

/** An alternative is a literal (lists included), a reference or an expression. */
function buildAlternative(item: LocatedNode, place: ValuePlace): ValueNode | undefined {
  if (item.kind === 'list') return literal(item, place.schema)
  return buildValue(item, place)
}

const literal = (node: LocatedNode, schema: OptionSchema): ValueNode => ({
  kind: 'literal',
  span: node.span,
  value: fillDefaults(schema['x-path'] === true ? pathsOf(node) : toJson(node), schema),
  origin: 'written',
})

/** A path or a list of them, each counted from the file that it was written in. */
function pathsOf(node: LocatedNode): Json {
  if (node.kind === 'list') return node.items.map(pathsOf)
  const text = textOf(node)
  return text === undefined ? toJson(node) : projectPath(text, node.span)
}

/** An object with the defaults of its schema filled in, at every depth; other values as they are. */
export function fillDefaults(value: Json, schema: OptionSchema): Json {
  const { properties } = schema
  if (!isObject(value) || !isSchema(properties)) return value
  const filled: Record<string, Json> = { ...value }
  for (const [name, member] of Object.entries(properties)) {
    if (!isSchema(member)) continue
    const given = Object.hasOwn(filled, name) ? filled[name] : member['default']
    if (given !== undefined) filled[name] = fillDefaults(given, member)
  }
  return filled
}

const isObject = (value: Json | undefined): value is { readonly [key: string]: Json } =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

const isSchema = (value: Json | undefined): value is OptionSchema => isObject(value)
