// The schema of one option of the author's: the words that validation, plans and help pages understand.
import { nearest } from '../../runtime/support/did-you-mean.js'
import { roleNeeds } from './role-needs.js'
import { isRecord, show, type DefinitionProblem } from './problem.js'

const types = ['string', 'number', 'integer', 'boolean', 'array', 'object', 'null']

/** Words of a schema; a misspelt one would silently allow everything. */
const words = [
  ...['type', 'enum', 'const', 'default', 'description', 'title', 'examples', 'format'],
  ...['minimum', 'maximum', 'exclusiveMinimum', 'exclusiveMaximum', 'multipleOf'],
  ...['minLength', 'maxLength', 'pattern'],
  ...['items', 'minItems', 'maxItems', 'uniqueItems'],
  ...['properties', 'additionalProperties', 'propertyNames', 'required', 'minProperties', 'maxProperties'],
  ...['anyOf', 'oneOf', 'allOf', 'not'],
  ...['x-open', 'x-role', 'x-scale', 'x-shorthand', 'x-unit', 'x-metric'],
]

/** What is wrong with an option's schema. */
export function optionProblem(name: string, schema: unknown): DefinitionProblem | undefined {
  const of = `the option \`${name}\``
  if (!/^[a-z][a-z0-9_]*$/.test(name)) {
    return { message: `has ${of}`, hint: 'options are snake_case, like `learning_rate`' }
  }
  if (!isRecord(schema))
    return { message: `has ${of} without a schema`, hint: "write `{ type: 'number', … }`" }
  const odd = Object.keys(schema).find((word) => !words.includes(word))
  if (odd !== undefined) {
    const near = nearest(odd, words)
    return {
      message: `has ${of} with the unknown word \`${odd}\` in its schema`,
      hint: near === undefined ? 'schemas of options are JSON Schema' : `did you mean \`${near}\`?`,
    }
  }
  return wordProblem(of, schema)
}

function wordProblem(of: string, schema: Readonly<Record<string, unknown>>): DefinitionProblem | undefined {
  const { type, description, 'x-role': role, default: standard } = schema
  if (typeof description !== 'string' || description.trim() === '') {
    return { message: `has ${of} without a \`description\``, hint: 'help pages and editors print it' }
  }
  const given = type === undefined ? [] : Array.isArray(type) ? (type as readonly unknown[]) : [type]
  const unknown = given.find((each) => !types.includes(String(each)))
  if (unknown !== undefined) {
    return { message: `has ${of} of the type ${show(unknown)}`, hint: `types are ${types.join(', ')}` }
  }
  if (role !== undefined && !Object.hasOwn(roleNeeds, String(role))) {
    return {
      message: `has ${of} with \`x-role\` ${show(role)}`,
      hint: `roles are ${Object.keys(roleNeeds).join(', ')}`,
    }
  }
  if (standard === undefined || role !== undefined || given.some((each) => isOf(String(each), standard))) {
    return undefined
  }
  if (given.length === 0) return undefined
  return {
    message: `has ${of} with the default ${show(standard)}, which is no ${given.join(' or ')}`,
    hint: 'a default is a value that could be written',
  }
}

function isOf(type: string, value: unknown): boolean {
  if (type === 'integer') return Number.isInteger(value)
  if (type === 'array') return Array.isArray(value)
  if (type === 'null') return value === null
  if (type === 'object') return isRecord(value)
  return typeof value === type
}
