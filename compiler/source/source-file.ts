// One text of a project: its path, its decoded text, and the way between offsets and lines and columns.
// Decoding is strict: what is not UTF-8 is a finding, never a replacement character.
import type { Diagnostic, Position, Span } from '../../schemas/diagnostic.js'
import { finding } from './finding.js'

/** A file of the project; `path` is relative to the project root, with `/` on every system. */
export interface SourceFile {
  readonly path: string
  /** Without a byte order mark; line ends as they were. */
  readonly text: string
  /** As read from disk: what digests are taken over. */
  readonly bytes: Uint8Array
  /** Offset at which each line starts. */
  readonly lineStarts: readonly number[]
}

/** A source file from a string, for tests and generated text. */
export const sourceFile = (path: string, text: string): SourceFile => ({
  path,
  text,
  bytes: new TextEncoder().encode(text),
  lineStarts: findLineStarts(text),
})

/** Decodes the bytes of a file: UTF-8, a byte order mark allowed. */
export function decodeSource(path: string, bytes: Uint8Array): SourceFile | Diagnostic {
  const decoded = decode(bytes)
  if (typeof decoded === 'number') return notUtf8(path, bytes, decoded)
  return { path, text: decoded, bytes, lineStarts: findLineStarts(decoded) }
}

/** Line and column (both from 1) of an offset; offsets beyond the end give the end. */
export function positionAt(file: SourceFile, offset: number): Position {
  const clamped = Math.max(0, Math.min(offset, file.text.length))
  const line = lineIndex(file.lineStarts, clamped)
  return { line: line + 1, column: clamped - (file.lineStarts[line] ?? 0) + 1, offset: clamped }
}

/** Offset of a line and column (both from 1); columns beyond the line's end give its end. */
export function offsetAt(file: SourceFile, line: number, column: number): number {
  const start = file.lineStarts[line - 1]
  if (start === undefined) return file.text.length
  return Math.min(start + column - 1, start + lineText(file, line).length)
}

/** The stretch between two offsets. */
export const spanBetween = (file: SourceFile, start: number, end: number): Span => ({
  file: file.path,
  start: positionAt(file, start),
  end: positionAt(file, Math.max(start, end)),
})

/** Text of a line (from 1) without its line end. */
export function lineText(file: SourceFile, line: number): string {
  const start = file.lineStarts[line - 1]
  if (start === undefined) return ''
  const next = file.lineStarts[line] ?? file.text.length
  return file.text.slice(start, next).replace(/[\r\n]+$/, '')
}

function findLineStarts(text: string): number[] {
  const starts = [0]
  for (let index = 0; index < text.length; index++) {
    const unit = text.charCodeAt(index)
    if (unit === 10 || (unit === 13 && text.charCodeAt(index + 1) !== 10)) starts.push(index + 1)
  }
  return starts
}

function lineIndex(starts: readonly number[], offset: number): number {
  let low = 0
  let high = starts.length - 1
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if ((starts[middle] ?? 0) <= offset) low = middle
    else high = middle - 1
  }
  return low
}

/** The text, or the offset of the first byte that is not UTF-8. */
function decode(bytes: Uint8Array): string | number {
  if (isUtf8(bytes)) return new TextDecoder('utf-8').decode(bytes)
  let low = 0
  let high = bytes.length
  // Longest prefix that could still become UTF-8 …
  while (low < high) {
    const middle = (low + high + 1) >> 1
    if (isUtf8(bytes.subarray(0, middle), true)) low = middle
    else high = middle - 1
  }
  // … without the beginning of a character that never came: its first byte is the culprit.
  while (low > 0 && !isUtf8(bytes.subarray(0, low))) low--
  return low
}

function isUtf8(bytes: Uint8Array, partial = false): boolean {
  try {
    new TextDecoder('utf-8', { fatal: true }).decode(bytes, { stream: partial })
    return true
  } catch {
    return false
  }
}

function notUtf8(path: string, bytes: Uint8Array, offset: number): Diagnostic {
  const before = sourceFile(path, new TextDecoder('utf-8').decode(bytes.subarray(0, offset)))
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  const byte = (bytes[offset] ?? 0).toString(16).toUpperCase().padStart(2, '0')
  return finding(
    'not-utf8',
    spanBetween(before, before.text.length, before.text.length),
    wide
      ? 'the file is written in UTF-16; a specification must be UTF-8.'
      : `found the byte 0x${byte}, which is not UTF-8; a specification must be UTF-8.`,
    { hint: 'save the file as UTF-8' },
  )
}
