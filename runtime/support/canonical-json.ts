// One text for one value: keys sorted, no spaces. What digests are taken of.
import type { Json } from '../../schemas/json.js'
import { InvariantError } from '../../schemas/diagnostic.js'

/** Canonical JSON (RFC 8785 in spirit): sorted keys, shortest round-trip numbers. @throws InvariantError on a non-finite number. */
export function canonicalJson(value: Json): string {
  if (typeof value === 'number' && !Number.isFinite(value)) {
    throw new InvariantError('a non-finite number reached canonical JSON')
  }
  if (value === null || typeof value !== 'object') return JSON.stringify(value)
  if (isList(value)) return `[${value.map(canonicalJson).join(',')}]`
  const members = Object.keys(value)
    .sort()
    .flatMap((key) => {
      const member = value[key]
      return member === undefined ? [] : [`${JSON.stringify(key)}:${canonicalJson(member)}`]
    })
  return `{${members.join(',')}}`
}

const isList = (value: Json): value is readonly Json[] => Array.isArray(value)
