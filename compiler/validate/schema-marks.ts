// Reading option schemas: the marks beyond JSON Schema (`x-open`, `x-role`, …), what values a schema admits, and its words.
import type { OptionSchema, Role } from '../../schemas/definition.js'
import type { Json, JsonObject } from '../../schemas/json.js'

export const isSchema = (value: Json | undefined): value is JsonObject =>
  typeof value === 'object' && value !== null && !Array.isArray(value)

/** Whether the value may be chosen. */
export const isOpen = (schema: OptionSchema): boolean => schema['x-open'] === true

/** The role of the components that the value is made of. */
export const roleOf = (schema: OptionSchema): Role | undefined => schema['x-role'] as Role | undefined

/** JSON types that a schema names; empty where it names none. */
export function typesOf(schema: OptionSchema): readonly string[] {
  const { type } = schema
  if (typeof type === 'string') return [type]
  return Array.isArray(type) ? type.filter((each): each is string => typeof each === 'string') : []
}

/** The branches of `anyOf` or `oneOf`. */
export function branchesOf(schema: OptionSchema): readonly OptionSchema[] {
  const branches = schema['anyOf'] ?? schema['oneOf']
  return Array.isArray(branches) ? branches.filter(isSchema) : []
}

/** Whether a list can be a literal there, so that it is no choice. */
export const admitsList = (schema: OptionSchema): boolean =>
  typesOf(schema).includes('array') || branchesOf(schema).some(admitsList)

/** Whether a map can be a literal there. */
export const admitsMap = (schema: OptionSchema): boolean =>
  typesOf(schema).includes('object') || branchesOf(schema).some(admitsMap)

/** Schemas of the properties that are named. */
export function propertiesOf(schema: OptionSchema): ReadonlyMap<string, OptionSchema> {
  const { properties } = schema
  if (!isSchema(properties)) return new Map()
  return new Map(
    Object.entries(properties).flatMap(([key, value]) => (isSchema(value) ? [[key, value]] : [])),
  )
}

/** The schema of a property: named, or of all others. */
export function propertySchema(schema: OptionSchema, key: string): OptionSchema | undefined {
  const named = propertiesOf(schema).get(key)
  if (named !== undefined) return named
  const others = schema['additionalProperties']
  return isSchema(others) ? others : undefined
}

/** Marks whose values JSON Schema cannot judge: they are checked by hand. */
const MARKS = ['x-open', 'x-role', 'x-section', 'x-options-of', 'x-unit', 'x-expression', 'x-metric'] as const

/** Whether a schema, or one below it, carries such a mark. */
export const isMarked = (schema: OptionSchema): boolean =>
  MARKS.some((mark) => schema[mark] !== undefined) || inner(schema).some(isMarked)

/** The part of a schema that JSON Schema can judge: marked properties and items admit anything. */
export function loosen(schema: OptionSchema): OptionSchema {
  const loose: Record<string, Json> = { ...schema }
  const properties = [...propertiesOf(schema)].map(([key, value]) => [key, loosenPart(value)] as const)
  if (properties.length > 0) loose['properties'] = Object.fromEntries(properties)
  for (const word of ['items', 'additionalProperties'] as const) {
    const part = schema[word]
    if (isSchema(part)) loose[word] = loosenPart(part)
  }
  return loose
}

const loosenPart = (schema: OptionSchema): OptionSchema => (isMarked(schema) ? {} : schema)

function inner(schema: OptionSchema): readonly OptionSchema[] {
  const { items, additionalProperties } = schema
  return [...propertiesOf(schema).values(), items, additionalProperties].filter(isSchema)
}
