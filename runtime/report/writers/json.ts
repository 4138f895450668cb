// `result.json`: two spaces, keys in the order of the type, a measurement a line, a line break at the end.
import type { Json } from '../../../schemas/json.js'
import type { Result } from '../../../schemas/result.js'
import { invariant } from '../../support/invariant.js'

/** @throws InvariantError where a number is not finite: JSON would turn it into null in silence */
export function writeJson(result: Result): string {
  const text = JSON.stringify({ ...result, measurements: [] }, finite, 2)
  const rows = result.measurements.map((row) => `    ${JSON.stringify(row, finite)}`)
  const list = rows.length === 0 ? '[]' : `[\n${rows.join(',\n')}\n  ]`
  // A line break cannot stand inside a JSON string, so the first such place is the member itself.
  return `${text.replace('\n  "measurements": []', () => `\n  "measurements": ${list}`)}\n`
}

function finite(_: string, value: Json): Json {
  invariant(typeof value !== 'number' || Number.isFinite(value), 'a result holds a number that is not finite')
  return value
}
