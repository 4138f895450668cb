// A log file that keeps the beginning and the end of what a program writes, however much that is.
import { closeSync, openSync, writeSync } from 'node:fs'

/** Takes everything, keeps at most its limit. */
export interface BoundedLog {
  write(chunk: Buffer): void
  /** The last part of what was written, as text. */
  tail(): string
  /** Writes the end that was held back and closes the file. */
  close(): void
}

/** Bytes of the tail that messages quote. */
const tailBytes = 4096

/** Opens a log of at most so many bytes: the first half as it comes, the last half at the end, a line between that says what is missing. */
export function openBoundedLog(file: string, limit: number): BoundedLog {
  const descriptor = openSync(file, 'w')
  const half = Math.floor(limit / 2)
  const last = createLastBytes(Math.max(half, tailBytes))
  let written = 0
  let bytes = 0
  return {
    write: (chunk) => {
      bytes += chunk.length
      last.add(chunk)
      const direct = Math.max(0, Math.min(chunk.length, half - written))
      if (direct > 0) written += writeSync(descriptor, chunk, 0, direct)
    },
    tail: () => last.take(tailBytes).toString('utf8'),
    close: () => {
      const rest = last.take(Math.min(half, bytes - written))
      const missing = bytes - written - rest.length
      if (missing > 0) writeSync(descriptor, `\n[… ${missing} bytes left out …]\n`)
      writeSync(descriptor, rest)
      closeSync(descriptor)
    },
  }
}

const nothing = Buffer.alloc(0)

/** The last bytes of a stream, in the pieces in which they came: a piece is copied once, when it is asked for. */
function createLastBytes(most: number): { add(chunk: Buffer): void; take(count: number): Buffer } {
  const pieces: Buffer[] = []
  let first = 0
  let held = 0
  return {
    add: (chunk) => {
      pieces.push(chunk)
      held += chunk.length
      for (
        let piece = pieces[first];
        piece !== undefined && held - piece.length >= most;
        piece = pieces[first]
      ) {
        held -= piece.length
        // The array is shortened now and then only; the bytes go at once.
        pieces[first] = nothing
        first += 1
      }
      if (first > 1024) pieces.splice(0, first)
      if (first > 1024) first = 0
    },
    take: (count) => {
      const all = Buffer.concat(pieces.slice(first))
      return all.subarray(Math.max(0, all.length - count))
    },
  }
}
