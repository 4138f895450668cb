// What is remembered of data between commands: descriptors, so that `check` need not read a data set that it has read before.
// A slot is named by the declaration and holds the fingerprint of the bytes that were read; other bytes, another version or a
// damaged slot are read anew. Nothing here may fail: a cache that cannot be read or written is as good as none.
import { createHash } from 'node:crypto'
import { readFileSync, renameSync, rmSync, statSync, writeFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { homedir } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import { fileURLToPath } from 'node:url'
import { deserialize, serialize } from 'node:v8'
import { makeFolders } from '../../runtime/support/make-folders.js'
import type { DataDescriptor } from '../../schemas/data-descriptor.js'
import { versionOf } from './version.js'

/** What of a declaration decides its descriptor; relative files are below `root`. */
export interface CachedSource {
  readonly root: string
  readonly dataset: string | undefined
  readonly file: string | undefined
  readonly windows: object | undefined
  readonly target: string | undefined
  readonly columns: readonly string[] | undefined
  readonly group: string | undefined
  readonly time: string | undefined
}

/** Larger descriptors are not kept: writing them would take as long as reading the data. */
const largest = 64 * 1048576

/** The descriptor of `source`, as remembered in `folder` where its bytes are the same, else as `read` gives it. */
export async function remembered(
  source: CachedSource,
  folder: string | undefined,
  read: () => Promise<DataDescriptor>,
): Promise<DataDescriptor> {
  const before = folder === undefined ? undefined : fingerprintOf(source)
  if (folder === undefined || before === undefined) return read()
  const slot = join(folder, 'data', sha256(JSON.stringify(source)))
  const known = recall(slot, before)
  if (known !== undefined) return known
  const descriptor = await read()
  // A file that changes while it is read must not be remembered under either content.
  if (fingerprintOf(source) === before) keep(slot, before, descriptor)
  return descriptor
}

/**
 * The cache's folder: `ESPALIER_CACHE`, else the system's place for caches. Undefined where `ESPALIER_CACHE` is `off` or empty,
 * or where the system has no such place.
 */
export function cacheFolder(env: NodeJS.ProcessEnv, platform: NodeJS.Platform): string | undefined {
  const asked = env['ESPALIER_CACHE']
  if (asked !== undefined) return asked === '' || asked === 'off' ? undefined : resolve(asked)
  const home = homeOr(env)
  if (platform === 'win32') {
    const local = env['LOCALAPPDATA']
    return local === undefined ? undefined : join(local, 'espalier', 'cache')
  }
  if (platform === 'darwin')
    return home === undefined ? undefined : join(home, 'Library', 'Caches', 'espalier')
  const caches = env['XDG_CACHE_HOME']
  if (caches !== undefined && caches !== '') return join(caches, 'espalier')
  return home === undefined ? undefined : join(home, '.cache', 'espalier')
}

function homeOr(env: NodeJS.ProcessEnv): string | undefined {
  try {
    return env['HOME'] ?? homedir()
  } catch {
    return undefined
  }
}

/** Names all bytes that the descriptor is made of, and the code that makes it; undefined where they cannot be read. */
function fingerprintOf({ root, dataset, file, target }: CachedSource): string | undefined {
  try {
    const names = file === undefined ? [] : [file, ...(isFile(root, target) ? [target] : [])]
    const parts = names.map((name) => sha256(readFileSync(resolve(root, name))))
    if (dataset !== undefined) parts.push(...shippedFiles(dataset).map(stamp))
    return parts.length === 0 ? undefined : JSON.stringify([versionOf(), stamp(codeFile()), ...parts])
  } catch {
    return undefined
  }
}

/** The code that describes: an installation or a build renews it. */
const codeFile = (): string =>
  fileURLToPath(new URL('../../runtime/data/describe', import.meta.url)) +
  (import.meta.url.endsWith('.ts') ? '.ts' : '.js')

/** Files of this installation, too large to hash for nothing: installing them anew changes when they were written. */
function shippedFiles(dataset: string): readonly string[] {
  if (dataset === 'mnist') {
    const mnist = dirname(createRequire(import.meta.url).resolve('mnist/package.json'))
    return Array.from({ length: 10 }, (_, digit) => join(mnist, 'src', 'digits', `${digit}.json`))
  }
  const folder = dirname(codeFile())
  return [join(folder, 'sets', `${dataset.replaceAll('_', '-')}.csv.gz`)]
}

function stamp(file: string): string {
  const { size, mtimeMs, ctimeMs } = statSync(file)
  return `${size} ${mtimeMs} ${ctimeMs}`
}

/** Whether `target` is a file of labels rather than a column. */
function isFile(root: string, target: string | undefined): target is string {
  return (
    target !== undefined && (statSync(resolve(root, target), { throwIfNoEntry: false })?.isFile() ?? false)
  )
}

const sha256 = (bytes: string | Uint8Array): string => createHash('sha256').update(bytes).digest('hex')

/** A slot is the SHA-256 of the rest, in 32 bytes, then the fingerprint and the descriptor as V8 writes them. */
function recall(slot: string, fingerprint: string): DataDescriptor | undefined {
  try {
    const bytes = readFileSync(slot)
    const body = bytes.subarray(32)
    if (!createHash('sha256').update(body).digest().equals(bytes.subarray(0, 32))) return undefined
    const held = deserialize(body) as { readonly fingerprint: string; readonly descriptor: DataDescriptor }
    return held.fingerprint === fingerprint ? held.descriptor : undefined
  } catch {
    return undefined
  }
}

/** Written aside and renamed: a reader sees a whole slot or none. Descriptors name classes and groups, so they are the user's alone. */
function keep(slot: string, fingerprint: string, descriptor: DataDescriptor): void {
  const aside = `${slot}.${process.pid}`
  try {
    const body = serialize({ fingerprint, descriptor })
    if (body.length > largest) return
    makeFolders(dirname(slot), 0o700)
    const sum = createHash('sha256').update(body).digest()
    writeFileSync(aside, Buffer.concat([sum, body]), { mode: 0o600 })
    renameSync(aside, slot)
  } catch {
    discard(aside)
  }
}

function discard(file: string): void {
  try {
    rmSync(file, { force: true })
  } catch {
    // Nothing was written, or nothing can be removed: either way the next command reads its data itself.
  }
}
