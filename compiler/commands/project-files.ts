// The project on disk: its root, its files as the compiler asks for them, never outside the root.
import { accessSync, constants, existsSync, readFileSync, realpathSync, statSync } from 'node:fs'
import { dirname, isAbsolute, join, relative, resolve, sep } from 'node:path'
import type { FileAnswer, ReadFile } from '../source/project.js'

/** A project: the folder that paths in messages and plans are relative to. */
export interface Project {
  /** Absolute, links followed. */
  readonly root: string
  readonly read: ReadFile
}

/** What marks a folder as the root of a project. */
const marks = ['.git', 'package.json']

/** The project that a file belongs to: the nearest folder above with a mark, else the file's own folder. */
export function projectOf(file: string): Project {
  const own = dirname(realOr(resolve(file)))
  const root = nearestMarked(own) ?? own
  return { root, read: (path) => answer(root, path) }
}

/** A path of the file system as the project names it: relative to the root, with `/`. */
export const pathWithin = (project: Project, file: string): string =>
  relative(project.root, realOr(resolve(file)))
    .split(sep)
    .join('/')

function nearestMarked(folder: string): string | undefined {
  if (marks.some((mark) => existsSync(join(folder, mark)))) return folder
  const above = dirname(folder)
  return above === folder ? undefined : nearestMarked(above)
}

function answer(root: string, path: string): FileAnswer {
  const file = resolve(root, path)
  if (!existsSync(file)) return { kind: 'missing' }
  const real = realOr(file)
  const inside = relative(root, real)
  if (inside.startsWith('..') || isAbsolute(inside)) return { kind: 'outside' }
  try {
    const { size, isFolder } = sizeOf(real)
    if (isFolder) return { kind: 'folder' }
    accessSync(real, constants.R_OK)
    return { kind: 'file', path: inside.split(sep).join('/'), size, read: () => readFileSync(real) }
  } catch {
    return { kind: 'unreadable' }
  }
}

function sizeOf(file: string): { readonly size: number; readonly isFolder: boolean } {
  const found = statSync(file)
  return { size: found.size, isFolder: !found.isFile() }
}

function realOr(file: string): string {
  try {
    return realpathSync(file)
  } catch {
    return file
  }
}
