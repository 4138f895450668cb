// Schemas and values in words, for messages: "an integer of at least 1", "one of `same`, `valid`".
import type { OptionSchema, Role } from '../../schemas/definition.js'
import type { Json } from '../../schemas/json.js'
import { branchesOf, isSchema, roleOf, typesOf } from './schema-marks.js'

/** What a schema expects, as a noun phrase. */
export function describeSchema(schema: OptionSchema): string {
  const role = roleOf(schema)
  if (role !== undefined)
    return typesOf(schema).includes('array') ? `a list of ${PLURALS[role]}` : withArticle(ROLES[role])
  const { enum: values, const: constant } = schema
  if (Array.isArray(values)) return oneOfWords(values)
  if (constant !== undefined) return quote(constant)
  const branches = branchesOf(schema)
  if (branches.length > 0) return unique(branches.map(describeSchema)).join(', or ')
  const types = typesOf(schema)
  if (types.length === 0) return 'another value'
  return types.map((type) => describeType(type, schema)).join(types.length > 2 ? ', ' : ' or ')
}

/** A value as it is quoted in messages; long ones are cut. */
export function quote(value: Json): string {
  const text = typeof value === 'string' ? JSON.stringify(value) : stringify(value)
  return `\`${text.length > 60 ? `${text.slice(0, 57)}…` : text}\``
}

/** What a value is, as a noun phrase: "the list `[1,2]`". */
export function describeValue(value: Json): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return value.length === 0 ? 'an empty list' : `the list ${quote(value)}`
  if (typeof value === 'object')
    return Object.keys(value).length === 0 ? 'an empty map' : `the map ${quote(value)}`
  if (typeof value === 'string') return value === '' ? 'an empty text' : `the text ${quote(value)}`
  return quote(value)
}

/** The role as the author knows it. */
export const ROLES: Readonly<Record<Role, string>> = {
  averaging: 'way of averaging weights',
  claim: 'kind of claim',
  combinator: 'combinator',
  group: 'treatment of parameters',
  initializer: 'initializer',
  layer: 'layer',
  loss: 'loss',
  metric: 'metric',
  optimizer: 'optimizer',
  parametrization: 'parametrization',
  prepare: 'preparation step',
  procedure: 'procedure',
  protocol: 'protocol',
  reparametrization: 'reparametrization',
  sampler: 'sampler',
  schedule: 'schedule',
  scheduler: 'scheduler',
}

const PLURALS: Readonly<Record<Role, string>> = {
  averaging: 'ways of averaging weights',
  claim: 'kinds of claims',
  combinator: 'combinators',
  group: 'treatments of parameters',
  initializer: 'initializers',
  layer: 'layers',
  loss: 'losses',
  metric: 'metrics',
  optimizer: 'optimizers',
  parametrization: 'parametrizations',
  prepare: 'preparation steps',
  procedure: 'procedures',
  protocol: 'protocols',
  reparametrization: 'reparametrizations',
  sampler: 'samplers',
  schedule: 'schedules',
  scheduler: 'schedulers',
}

/** "a layer", "an optimizer". */
export const withArticle = (noun: string): string => `${/^[aeio]/.test(noun) ? 'an' : 'a'} ${noun}`

/** "`a`, `b` or `c`", cut after ten. */
export function listWords(words: readonly string[]): string {
  const shown = words.slice(0, 10).map((word) => `\`${word}\``)
  if (words.length > 10) return `${shown.join(', ')}, …`
  return shown.length < 2 ? shown.join('') : `${shown.slice(0, -1).join(', ')} or ${shown.at(-1) ?? ''}`
}

function describeType(type: string, schema: OptionSchema): string {
  switch (type) {
    case 'integer':
      return `an integer${bounds(schema)}`
    case 'number':
      return `a number${bounds(schema)}`
    case 'boolean':
      return '`true` or `false`'
    case 'string':
      return 'a text'
    case 'array':
      return `a list${lengths(schema)}${itemWords(schema)}`
    case 'object':
      return 'a map'
    default:
      return 'nothing'
  }
}

function bounds({ minimum, maximum, exclusiveMinimum, exclusiveMaximum }: OptionSchema): string {
  if (minimum !== undefined && maximum !== undefined)
    return ` from ${stringify(minimum)} to ${stringify(maximum)}`
  const parts = [
    minimum === undefined ? [] : [`at least ${stringify(minimum)}`],
    exclusiveMinimum === undefined ? [] : [`above ${stringify(exclusiveMinimum)}`],
    maximum === undefined ? [] : [`at most ${stringify(maximum)}`],
    exclusiveMaximum === undefined ? [] : [`below ${stringify(exclusiveMaximum)}`],
  ].flat()
  if (parts.length === 0) return ''
  return parts[0]?.startsWith('at') === true ? ` of ${parts.join(' and ')}` : ` ${parts.join(' and ')}`
}

function lengths({ minItems, maxItems }: OptionSchema): string {
  if (minItems !== undefined && minItems === maxItems) return ` of ${stringify(minItems)}`
  if (minItems !== undefined) return ` of at least ${stringify(minItems)}`
  return ''
}

function itemWords(schema: OptionSchema): string {
  const { items } = schema
  if (!isSchema(items)) return ''
  const [type] = typesOf(items)
  const words: Readonly<Record<string, string>> = {
    integer: 'integers',
    number: 'numbers',
    string: 'texts',
    boolean: 'booleans',
  }
  const word = type === undefined ? undefined : words[type]
  if (word === undefined) return ''
  return lengths(schema) === '' ? ` of ${word}` : ` ${word}`
}

function oneOfWords(values: readonly Json[]): string {
  const words = values.map((value) => (typeof value === 'string' ? value : stringify(value)))
  return words.length === 1 ? `\`${words[0] ?? ''}\`` : `one of ${listWords(words)}`
}

const stringify = (value: Json): string => JSON.stringify(value)

const unique = (words: readonly string[]): readonly string[] => [...new Set(words)]
