// `lock.json`: what a run was pinned to when it began, for people and for `verify`. Written once, never read to decide.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import type { Json } from '../../schemas/json.js'
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
    data: Object.fromEntries(state.data.map((task) => [task.name, task.digest])),
  }
  writeWhole(file, `${JSON.stringify(lock, null, 2)}\n`)
}
