// A result without what tells the machine and the hour: what an anonymous bundle holds.
import type { Json, JsonObject } from '../../schemas/json.js'
import type { Result } from '../../schemas/result.js'

/** What explains numbers and tells nobody apart. */
const kept = ['node', 'platform', 'architecture', 'numerics']

/**
 * The result without times, measurements of the machine and its description; `hide` rewrites every text (paths in messages).
 * The digest stays: it covers none of what is left out.
 */
export function anonymousResult(result: Result, hide: (text: string) => string): Result {
  const environment = Object.fromEntries(
    Object.entries(result.environment).filter(([name]) => kept.includes(name)),
  )
  const bare: Result = { ...result, environment, timings: {}, measured: {} }
  return rewritten(bare as unknown as JsonObject, hide) as unknown as Result
}

function rewritten(value: Json, hide: (text: string) => string): Json {
  if (typeof value === 'string') return hide(value)
  if (Array.isArray(value)) return value.map((item) => rewritten(item as Json, hide))
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value).map(([name, item]) => [name, rewritten(item as Json, hide)]),
  )
}
