// `lock.json`: what a run was pinned to when it began: for people, for `verify`, and against a plan that was edited meanwhile.
import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import type { Json } from '../../schemas/json.js'
import { digestOfBytes } from '../support/digest.js'
import { writeWhole } from '../store/atomic-file.js'
import type { StudyState } from '../store/state.js'
import type { Device } from './numerics.js'

/** Writes the lock file of a run directory unless it has one. */
export function writeLockFile(directory: string, state: StudyState, device: Device): void {
  const file = join(directory, 'lock.json')
  if (existsSync(file) || state.started === undefined) return
  const { name, seed, source, numerics, version } = state.started
  const lock: Json = {
    schema_version: 1,
    name,
    seed,
    specification: {
      path: source.path,
      bytes_sha256: source.bytesSha256,
      resolved_sha256: source.resolvedSha256,
    },
    records: version,
    device,
    numerics,
    node: process.version,
    files: digestsIn(directory),
    data: Object.fromEntries(state.data.map((task) => [task.name, task.digest])),
  }
  writeWhole(file, `${JSON.stringify(lock, null, 2)}\n`)
}

/** Files that a lock pins: those that must not change while a run goes on. */
const pinnable = ['plan.ts'] as const

const digestsIn = (directory: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    pinnable
      .map((name) => [name, join(directory, name)] as const)
      .filter(([, file]) => existsSync(file))
      .map(([name, file]) => [name, digestOfBytes(readFileSync(file))]),
  )

/** Digests of the files that a run's lock pins; nothing where there is no lock yet, or it is damaged. */
export function pinnedFiles(directory: string): Readonly<Record<string, string>> {
  const file = join(directory, 'lock.json')
  if (!existsSync(file)) return {}
  try {
    const lock = JSON.parse(readFileSync(file, 'utf8')) as {
      readonly files?: Readonly<Record<string, string>>
    }
    return lock.files ?? {}
  } catch {
    return {}
  }
}
