// Making folders that may lie deep. One helper for everyone, because Node's own recursive form never returns below /proc on Node 20.
import { existsSync, mkdirSync, statSync } from 'node:fs'
import { dirname } from 'node:path'

/**
 * Makes a folder and those above it where they are missing, and names the topmost that was made.
 * Another process may make the same folders at the same time.
 */
export function makeFolders(folder: string): string | undefined {
  if (existsSync(folder)) return undefined
  const above = dirname(folder)
  const first = above === folder ? undefined : makeFolders(above)
  try {
    mkdirSync(folder)
  } catch (error) {
    if (!isFolder(folder)) throw error
    return first
  }
  return first ?? folder
}

const isFolder = (path: string): boolean => statSync(path, { throwIfNoEntry: false })?.isDirectory() === true
