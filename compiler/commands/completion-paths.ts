// Paths that fit a word: specifications, plans, run directories, folders, and the folders on the way to them.
import { existsSync, readdirSync, statSync } from 'node:fs'
import { homedir } from 'node:os'
import { join, resolve } from 'node:path'
import { journalFile } from '../../runtime/store/journal.js'

export type PathKind = 'specification' | 'subject' | 'run' | 'folder' | 'file'

/** Paths that begin like `current`, spelled as it is; a folder that is none of what is looked for ends in a slash. */
export function pathsFor(kind: PathKind, current: string, cwd: string): readonly string[] {
  const cut = current.lastIndexOf('/') + 1
  const folder = current.slice(0, cut)
  const start = current.slice(cut)
  const place = resolve(cwd, folder.replace(/^~(?=\/)/, homedir()))
  return namesIn(place)
    .filter((name) => name.startsWith(start) && (start.startsWith('.') || !name.startsWith('.')))
    .filter((name) => name !== 'node_modules')
    .flatMap((name) => {
      const isFolder = statSync(join(place, name), { throwIfNoEntry: false })?.isDirectory() === true
      if (isWanted(kind, name, join(place, name), isFolder)) return [`${folder}${name}`]
      return isFolder ? [`${folder}${name}/`] : []
    })
}

/** A folder that cannot be read offers nothing. */
function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder).sort()
  } catch {
    return []
  }
}

function isWanted(kind: PathKind, name: string, path: string, isFolder: boolean): boolean {
  switch (kind) {
    case 'specification':
      return !isFolder && /\.ya?ml$/.test(name)
    case 'subject':
      return !isFolder && /\.(ya?ml|ts)$/.test(name)
    case 'run':
      return isFolder && existsSync(join(path, journalFile))
    case 'folder':
      return false
    case 'file':
      return !isFolder
  }
}
