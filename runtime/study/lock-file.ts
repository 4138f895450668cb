// `lock.json`: what a run was pinned to when it began: for people, for `verify`, and against a plan that was edited meanwhile.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { join, relative, sep } from 'node:path'
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

/** Digests of the files that a lock pins: those that must not change while a run goes on. */
const digestsIn = (directory: string): Readonly<Record<string, string>> =>
  Object.fromEntries(
    ['plan.ts', ...codeIn(directory)]
      .map((name) => [name, join(directory, name)] as const)
      .filter(([, file]) => existsSync(file))
      .map(([name, file]) => [name, digestOfBytes(readFileSync(file))]),
  )

/** Files of user code, which lie beside the plan. */
const codeIn = (directory: string): readonly string[] =>
  existsSync(join(directory, 'code'))
    ? readdirSync(join(directory, 'code'), { recursive: true, withFileTypes: true })
        .filter((entry) => entry.isFile())
        .map((entry) => relative(directory, join(entry.parentPath ?? entry.path, entry.name)))
        .map((path) => path.split(sep).join('/'))
        .sort()
    : []

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
