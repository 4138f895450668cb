// `result.json`: two spaces, keys in the order of the type, a line break at the end.
import type { Json } from '../../../schemas/json.js'
import type { Result } from '../../../schemas/result.js'
import { invariant } from '../../support/invariant.js'

/** @throws InvariantError where a number is not finite: JSON would turn it into null in silence */
export function writeJson(result: Result): string {
  return `${JSON.stringify(result, (_, value: Json) => finite(value), 2)}\n`
}

function finite(value: Json): Json {
  invariant(typeof value !== 'number' || Number.isFinite(value), 'a result holds a number that is not finite')
  return value
}
