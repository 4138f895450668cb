// SHA-256 over canonical JSON or bytes, as lowercase hexadecimal.
import { createHash } from 'node:crypto'
import type { Json } from '../../schemas/json.js'
import { canonicalJson } from './canonical-json.js'

/** Digest of a JSON value, independent of key order. */
export const digestOf = (value: Json): string => digestOfBytes(canonicalJson(value))

/** Digest of bytes or UTF-8 text. */
export const digestOfBytes = (bytes: string | Uint8Array): string =>
  createHash('sha256').update(bytes).digest('hex')
