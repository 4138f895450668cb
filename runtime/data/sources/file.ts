// A user's file: where it may lie, how it is unpacked, and which format reads it. Readers are loaded when a file needs them:
// together they are more modules than everything else that checking a specification loads of `data`.
import { readFileSync, statSync } from 'node:fs'
import { isAbsolute, relative, resolve } from 'node:path'
import { gunzipSync } from 'node:zlib'
import { dataFormatOf, dataFormats } from '../../support/data-format.js'
import { DataError, type DataField } from '../data-error.js'
import type { RawTable } from '../raw-table.js'
import { tableOf } from './array.js'
import type { TextWindows } from './text.js'

export interface ReadFileOptions {
  /** Relative paths are read from here, and may not leave it. */
  readonly root: string
  /** Bytes that decoded data may take. */
  readonly memory: number
  /** The key that named the file. */
  readonly field: DataField
  /** How a text is cut into rows. */
  readonly windows?: TextWindows
}

/** A byte of a file takes about this many decoded: a byte becomes a double, a cell of text a string. */
const decodedFactor = 8

/**
 * Reads a file, gunzipping it where it is packed. A relative path is taken from `root` and may not lead out of it; a file
 * elsewhere has to be written as an absolute path, so that nothing is read from outside a project by accident.
 * @throws DataError file-not-found, file-outside-project, unknown-format, data-too-large, not-utf8, and the sources' own
 */
export async function readDataFile(path: string, options: ReadFileOptions): Promise<RawTable> {
  const format = dataFormatOf(path)
  if (format === undefined) {
    throw new DataError(
      'unknown-format',
      options.field,
      `'${path}' has no known extension; one of ${dataFormats.join(', ')} was expected (each may end in .gz)`,
      'rename the file, or convert it to CSV',
    )
  }
  const bytes = readBytes(path, options)
  switch (format) {
    case '.csv':
    case '.tsv':
      return (await import('./csv.js')).readCsv(textOf(bytes, path, options.field), path)
    case '.jsonl':
    case '.ndjson':
      return (await import('./jsonl.js')).readJsonl(textOf(bytes, path, options.field), path)
    case '.npy':
      return tableOf((await import('./npy.js')).readNpy(bytes, path), path)
    case '.idx':
      return tableOf((await import('./idx.js')).readIdx(bytes, path), path)
    case '.parquet':
      return (await import('./parquet.js')).readParquet(bytes, path)
    case '.txt':
      return (await import('./text.js')).readText(
        textOf(bytes, path, options.field),
        options.windows ?? noWindows(path, options.field),
        path,
      )
  }
}

function noWindows(path: string, field: DataField): never {
  throw new DataError(
    'text-without-windows',
    field,
    `'${path}' is a text, and nothing says how it is cut into rows`,
    'add `windows: { length: 8 }` for rows of 8 symbols and the next one as the target',
  )
}

function readBytes(path: string, { root, memory, field }: ReadFileOptions): Uint8Array {
  const place = isAbsolute(path) ? path : resolve(root, path)
  if (!isAbsolute(path) && relative(root, place).startsWith('..')) {
    throw new DataError(
      'file-outside-project',
      field,
      `'${path}' leads out of the project folder`,
      'move the file into the project, or write its absolute path',
    )
  }
  const needed = sizeOf(place, path, field) * decodedFactor
  if (needed > memory) throw tooLarge(path, needed, memory, field)
  const bytes = readWhole(place, path, field)
  if (bytes[0] !== 0x1f || bytes[1] !== 0x8b) return bytes
  try {
    return gunzipSync(bytes, { maxOutputLength: Math.min(Math.ceil(memory / decodedFactor), 2 ** 32) })
  } catch (cause) {
    if (isTooLarge(cause)) throw tooLarge(path, memory, memory, field)
    throw new DataError(
      'malformed-gzip',
      field,
      `'${path}' cannot be unpacked`,
      'pack it again with gzip',
      cause,
    )
  }
}

const isTooLarge = (cause: unknown): boolean =>
  typeof cause === 'object' && cause !== null && 'code' in cause && cause.code === 'ERR_BUFFER_TOO_LARGE'

function readWhole(place: string, path: string, field: DataField): Uint8Array {
  try {
    return readFileSync(place)
  } catch (cause) {
    const hint = 'check who may read it'
    throw new DataError('file-not-found', field, `'${path}' is there but cannot be read`, hint, cause)
  }
}

function sizeOf(place: string, path: string, field: DataField): number {
  try {
    const found = statSync(place)
    if (found.isFile()) return found.size
  } catch (cause) {
    throw new DataError(
      'file-not-found',
      field,
      `there is no file '${path}'`,
      'a path counts from the file that names it, on the command line from the project folder; the one above counts from the project folder',
      cause,
    )
  }
  throw new DataError('file-not-found', field, `'${path}' is not a file`)
}

/** The error for data that would not fit into memory. */
export function tooLarge(path: string, size: number, memory: number, field: DataField): DataError {
  const show = (bytes: number): string => `${Math.ceil(bytes / 1048576)}MiB`
  return new DataError(
    'data-too-large',
    field,
    `'${path}' takes ${show(size)} or more, but this machine leaves ${show(memory)} for data`,
    'take fewer rows or columns, or a machine with more memory',
  )
}

function textOf(bytes: Uint8Array, path: string, field: DataField): string {
  const longest = 2 ** 29 - 32
  if (bytes.length > longest) throw tooLarge(path, bytes.length, longest, field)
  const wide = (bytes[0] === 0xff && bytes[1] === 0xfe) || (bytes[0] === 0xfe && bytes[1] === 0xff)
  try {
    if (!wide) return new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    // Reported below with the place of the first bad byte's line.
  }
  throw new DataError(
    'not-utf8',
    field,
    `${path}${wide ? '' : `:${firstBadLine(bytes)}`}: the text is ${wide ? 'UTF-16' : 'not valid UTF-8'}; UTF-8 was expected`,
    'save the file as UTF-8',
  )
}

function firstBadLine(bytes: Uint8Array): number {
  const replaced = new TextDecoder('utf-8').decode(bytes).indexOf('\uFFFD')
  return new TextDecoder('utf-8').decode(bytes).slice(0, Math.max(0, replaced)).split('\n').length
}
