// Features on disk, below the run's directory, so that trials, restarts and workers share them. A slot is named by all that its
// numbers depend on; it appears whole or not at all, and one that is damaged is made again.
//   slot: 8 bytes of magic and version, 32 bytes SHA-256 of the rest, float32 entries as the machine stores them (little-endian)
import { createHash } from 'node:crypto'
import { existsSync, readFileSync, rmSync, writeFileSync } from 'node:fs'
import { hostname } from 'node:os'
import { join } from 'node:path'
import { setTimeout } from 'node:timers/promises'
import { isAlive } from '../../processes/is-alive.js'
import { writeWhole } from '../../store/atomic-file.js'
import { makeFolders } from '../../support/make-folders.js'

/** Features by key. */
export interface FeatureCache {
  /** The `count` numbers under a key: as they are kept, else as `make` gives them, once among all processes of this machine. */
  get(key: string, count: number, making: Making): Promise<Float32Array>
}

/** How features are made, and what is called while another process makes them. */
export interface Making {
  make(): Promise<Float32Array>
  onWait(): void
}

const magic = Buffer.from('ESPALFT1')
const headLength = magic.length + 32

/** Bytes of features that are kept, at most: Node reads no larger file at once. */
const largest = 2 ** 31 - 2 ** 20

/** Milliseconds between two looks at what another process is making. */
const pause = 50

/** A cache in the `cache/features` folder of a run's directory. */
export function featureCache(directory: string): FeatureCache {
  const folder = join(directory, 'cache', 'features')
  return {
    get: async (key, count, { make, onWait }) => {
      if (4 * count > largest) return make()
      const slot = join(folder, key)
      makeFolders(folder)
      for (;;) {
        const known = recall(slot, count)
        if (known !== undefined) return known
        if (claim(`${slot}.owner`)) return makeClaimed(slot, make)
        onWait()
        await setTimeout(pause)
      }
    },
  }
}

async function makeClaimed(slot: string, make: Making['make']): Promise<Float32Array> {
  try {
    const made = await make()
    const body = new Uint8Array(made.buffer, made.byteOffset, made.byteLength)
    writeWhole(slot, Buffer.concat([magic, createHash('sha256').update(body).digest(), body]))
    return made
  } finally {
    rmSync(`${slot}.owner`, { force: true })
  }
}

/** Numbers of a slot; undefined where it is not there or not whole. */
function recall(slot: string, count: number): Float32Array | undefined {
  if (!existsSync(slot)) return undefined
  const bytes = readFileSync(slot)
  const body = bytes.subarray(headLength)
  const isWhole =
    bytes.length === headLength + 4 * count &&
    bytes.subarray(0, magic.length).equals(magic) &&
    createHash('sha256').update(body).digest().equals(bytes.subarray(magic.length, headLength))
  // Copied: a view must begin at a multiple of four bytes.
  return isWhole ? new Float32Array(new Uint8Array(body).buffer) : undefined
}

/**
 * Whether this process is to make the slot. Who makes it leaves his name; a name of a process that is gone, of this one (another
 * reader in it), or of another machine (nobody can ask whether it lives) holds nobody up: at worst the same numbers are made twice.
 */
function claim(owner: string): boolean {
  try {
    writeFileSync(owner, `${hostname()} ${process.pid}`, { flag: 'wx' })
    return true
  } catch (error) {
    if (!isCode(error, 'EEXIST')) throw error
  }
  const name = nameIn(owner)
  if (name === undefined) return false
  const [host, pid] = name.split(' ')
  return host !== hostname() || Number(pid) === process.pid || !isAlive(Number(pid))
}

const isCode = (error: unknown, code: string): boolean =>
  typeof error === 'object' && error !== null && 'code' in error && error.code === code

/** Undefined where it was taken away meanwhile: the next look finds the slot. */
function nameIn(owner: string): string | undefined {
  try {
    return readFileSync(owner, 'utf8')
  } catch {
    return undefined
  }
}
