// Says yes to most valid values without compiling their schema: compiling costs a hundred times more than looking.
// Never says no: whatever it does not know, or would refuse, goes to the real validator.
import type { OptionSchema } from '../../schemas/definition.js'
import type { Json } from '../../schemas/json.js'
import { isMarked, isSchema, propertySchema } from './schema-marks.js'

/** Whether a value certainly satisfies a schema (its marked parts aside); false means "ask". */
export const quickAccept = (schema: OptionSchema, value: Json): boolean =>
  Object.entries(schema).every(([word, argument]) => accepts(word, argument, schema, value))

/** One keyword of JSON Schema. Keywords that do not apply to the value's type are satisfied, as the standard says. */
function accepts(word: string, argument: Json, schema: OptionSchema, value: Json): boolean {
  switch (word) {
    case 'description':
    case 'default':
    case 'title':
      return true
    case 'type':
      return (Array.isArray(argument) ? argument : [argument]).some((type) => isOfType(type, value))
    case 'const':
      return argument === value
    case 'enum':
      return Array.isArray(argument) && argument.includes(value)
    case 'minimum':
      return typeof value !== 'number' || value >= Number(argument)
    case 'maximum':
      return typeof value !== 'number' || value <= Number(argument)
    case 'exclusiveMinimum':
      return typeof value !== 'number' || value > Number(argument)
    case 'exclusiveMaximum':
      return typeof value !== 'number' || value < Number(argument)
    case 'pattern':
      return typeof value !== 'string' || new RegExp(String(argument), 'u').test(value)
    default:
      return word.startsWith('x-') || acceptsParts(word, argument, schema, value)
  }
}

/** Keywords about items and properties. */
function acceptsParts(word: string, argument: Json, schema: OptionSchema, value: Json): boolean {
  const items = Array.isArray(value) ? (value as readonly Json[]) : undefined
  const entries = isSchema(value) ? Object.entries(value) : undefined
  switch (word) {
    case 'items':
      return items === undefined || (isSchema(argument) && items.every((item) => acceptsPart(argument, item)))
    case 'minItems':
      return items === undefined || items.length >= Number(argument)
    case 'maxItems':
      return items === undefined || items.length <= Number(argument)
    case 'minProperties':
      return entries === undefined || entries.length >= Number(argument)
    case 'maxProperties':
      return entries === undefined || entries.length <= Number(argument)
    case 'required':
      return (
        entries === undefined ||
        (Array.isArray(argument) && argument.every((key) => Object.hasOwn(Object(value), String(key))))
      )
    case 'propertyNames':
      return (
        entries === undefined || (isSchema(argument) && entries.every(([key]) => quickAccept(argument, key)))
      )
    case 'properties':
    case 'additionalProperties':
      return entries === undefined || entries.every(([key, part]) => acceptsProperty(schema, key, part))
    default:
      return false
  }
}

function acceptsProperty(schema: OptionSchema, key: string, value: Json): boolean {
  const below = propertySchema(schema, key)
  if (below !== undefined) return acceptsPart(below, value)
  return schema['additionalProperties'] === undefined || schema['additionalProperties'] === true
}

const acceptsPart = (schema: OptionSchema, value: Json): boolean =>
  isMarked(schema) || quickAccept(schema, value)

function isOfType(type: Json, value: Json): boolean {
  switch (type) {
    case 'integer':
      return Number.isInteger(value)
    case 'number':
    case 'string':
    case 'boolean':
      return typeof value === type
    case 'array':
      return Array.isArray(value)
    case 'object':
      return isSchema(value)
    default:
      return false
  }
}
