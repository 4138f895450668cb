// The digest of a result: equal digests mean the same result.
// Owns the list of what may differ without changing it.
import type { JsonObject } from '../../schemas/json.js'
import type { Result } from '../../schemas/result.js'
import { digestOf } from '../support/digest.js'

/** What may differ between equal results. */
const free = ['measured', 'environment', 'timings', 'looks', 'claims_added', 'result_digest']
const freeCounts = ['executed', 'reused']

/** SHA-256 over everything but times, environment, looks and how much was executed rather than reused. */
export function digestResult(result: Omit<Result, 'result_digest'>): string {
  const whole = JSON.parse(JSON.stringify(result)) as JsonObject & { readonly counts: JsonObject }
  return digestOf({ ...without(whole, free), counts: without(whole.counts, freeCounts) })
}

const without = (object: JsonObject, names: readonly string[]): JsonObject =>
  Object.fromEntries(Object.entries(object).filter(([name]) => !names.includes(name)))
