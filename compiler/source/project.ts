// The project as the compiler sees it: files asked for by path, sizes before contents. Purely an interface and path arithmetic;
// who answers (a disk, a map in a test) is not known here.
import type { Span } from '../../schemas/diagnostic.js'

/** Answer to a request for a file. */
export type FileAnswer =
  | {
      readonly kind: 'file'
      /** Relative to the project root with links followed, `/` on every system: two names of one file have one path. */
      readonly path: string
      /** Bytes; known before anything is read. */
      readonly size: number
      readonly read: () => Uint8Array
    }
  | { readonly kind: 'missing' | 'folder' | 'outside' | 'unreadable' }

/** Asks for a file by its path relative to the project root; never throws. */
export type ReadFile = (path: string) => FileAnswer

/**
 * The path that `target`, written in `file`, means, relative to the project root;
 * undefined where it is absolute or leaves the project.
 */
export function resolvePath(file: string, target: string): string | undefined {
  if (/^([/\\]|[A-Za-z]:)/.test(target)) return undefined
  const steps = file.split('/').slice(0, -1)
  for (const step of target.split(/[/\\]/)) {
    if (step === '' || step === '.') continue
    if (step !== '..') steps.push(step)
    else if (steps.pop() === undefined) return undefined
  }
  return steps.join('/')
}

/**
 * The path of a data file as plans hold it: relative to the project root, from a text that counts from the file that names it
 * (from the root where it stands in an override). What is absolute or leaves the project stays as written, for its reader to judge.
 */
export function projectPath(text: string, { file }: Span): string {
  if (text === '' || file.startsWith('--')) return text
  return resolvePath(file, text) ?? text
}

/** A project held in memory, for tests and for text that has no file. */
export const inMemory =
  (files: Readonly<Record<string, string | Uint8Array>>): ReadFile =>
  (path) => {
    const content = Object.hasOwn(files, path) ? files[path] : undefined
    if (content === undefined) return { kind: 'missing' }
    const bytes = typeof content === 'string' ? new TextEncoder().encode(content) : content
    return { kind: 'file', path, size: bytes.length, read: () => bytes }
  }
