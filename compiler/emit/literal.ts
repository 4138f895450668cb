// Plain values as code.
import type { Json } from '../../schemas/json.js'
import { list, object, type Code } from './layout.js'
import { quote } from './text.js'

/** A JSON value as a TypeScript literal. */
export function literal(value: Json): Code {
  if (typeof value === 'string') return quote(value)
  if (typeof value === 'number') return number(value)
  if (typeof value !== 'object' || value === null) return String(value)
  if (isList(value)) return list(value.map(literal))
  return object(Object.entries(value).map(([key, member]) => [key, literal(member)]))
}

/** A number in the shortest form that reads back equal; −0 keeps its sign. */
export const number = (value: number): string => (Object.is(value, -0) ? '-0' : String(value))

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
