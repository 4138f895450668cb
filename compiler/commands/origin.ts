// What a run was compiled from, kept in its directory: an extension compiles the same with a larger budget.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { writeWhole } from '../../runtime/store/atomic-file.js'
import type { Override } from '../source/overrides.js'

const file = 'origin.json'

/** A specification and what the command line laid over it. */
export interface Origin {
  /** Relative to the project root. */
  readonly specification: string
  readonly overrides: readonly Override[]
}

/** Notes the origin of a run. */
export const noteOrigin = (directory: string, origin: Origin): void =>
  writeWhole(join(directory, file), `${JSON.stringify(origin, undefined, 2)}\n`)

/** The origin of a run; none where it was made from a plan, or the note is damaged. */
export function originOf(directory: string): Origin | undefined {
  const path = join(directory, file)
  if (!existsSync(path)) return undefined
  try {
    const found = JSON.parse(readFileSync(path, 'utf8')) as Partial<Origin> | null
    const { specification, overrides } = found ?? {}
    if (typeof specification !== 'string' || !Array.isArray(overrides)) return undefined
    return { specification, overrides: overrides as readonly Override[] }
  } catch {
    return undefined
  }
}
