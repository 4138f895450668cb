// Archives in the POSIX ustar format: only names and contents, with no owner and no time, so that equal members make equal bytes.
import { gzipSync } from 'node:zlib'
import { invariant } from './invariant.js'

/** A file of an archive. */
export interface Member {
  /** Path inside the archive, with forward slashes. */
  readonly path: string
  readonly content: Uint8Array
}

const block = 512
/** The byte of a gzip header that names the system it was made on; 255 is "unknown". */
const gzipSystem = 9

/** The bytes of a `.tar.gz`; members in the order given. */
export function tarGz(members: readonly Member[]): Uint8Array {
  const parts = members.flatMap(({ path, content }) => [
    header(path, content.length),
    content,
    new Uint8Array((block - (content.length % block)) % block),
  ])
  const packed = gzipSync(Buffer.concat([...parts, new Uint8Array(2 * block)]), { level: 9 })
  packed[gzipSystem] = 255
  return packed
}

function header(path: string, size: number): Uint8Array {
  const bytes = Buffer.alloc(block)
  const [prefix, name] = split(path)
  const octal = (value: number, digits: number): string => `${value.toString(8).padStart(digits, '0')}\0`
  const fields: readonly (readonly [number, string])[] = [
    [0, name],
    [100, octal(0o644, 7)],
    [108, octal(0, 7)],
    [116, octal(0, 7)],
    [124, octal(size, 11)],
    [136, octal(0, 11)],
    // The checksum counts its own field as blanks.
    [148, ' '.repeat(8)],
    [156, '0'],
    [257, 'ustar\0'],
    [263, '00'],
    [345, prefix],
  ]
  for (const [offset, text] of fields) bytes.write(text, offset)
  const sum = bytes.reduce((total, byte) => total + byte, 0)
  bytes.write(`${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return bytes
}

/** A path as prefix (at most 155 bytes) and name (at most 100), divided at a slash. */
function split(path: string): readonly [string, string] {
  if (Buffer.byteLength(path) <= 100) return ['', path]
  for (let at = path.indexOf('/'); at >= 0; at = path.indexOf('/', at + 1)) {
    const [prefix, name] = [path.slice(0, at), path.slice(at + 1)]
    if (Buffer.byteLength(name) <= 100 && Buffer.byteLength(prefix) <= 155) return [prefix, name]
  }
  invariant(false, `the path '${path}' is too long for an archive`)
}
