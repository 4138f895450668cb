// The disk that runs are written to: whether it can be written, has room, and is of a kind that a journal likes.
import { accessSync, constants, existsSync, readFileSync, realpathSync, statfsSync } from 'node:fs'
import { dirname, relative } from 'node:path'
import { networkFileSystemOf } from '../../../runtime/store/file-system.js'
import { gibibytes, type Finding } from './finding.js'
import { isMemory, isNetwork, mountOf } from '../../../runtime/store/mounts.js'

/** What is known of a folder's disk. */
export interface Disk {
  readonly free: number
  readonly writable: boolean
  /** Type of the file system, where the system tells. */
  readonly type: string | undefined
  readonly network: boolean
}

/** Below this much a run is bound to end for want of space; below the second, a large one may. */
const least = 100 * 2 ** 20
const comfortable = 2 ** 30

/** Looks at the folder, or where it is not there yet at the one that it will be made in. */
export function runsFolder(folder: string, cwd: string): Finding {
  const shown = relative(cwd, folder) || '.'
  return judgeDisk(shown, diskOf(standing(folder)))
}

/** What to say of a disk. */
export function judgeDisk(shown: string, { free, writable, type, network }: Disk): Finding {
  const what = 'runs folder'
  const detail = `${shown}/: ${gibibytes(free)} GiB free${type === undefined ? '' : `, ${type}`}`
  const elsewhere = 'go to another folder with `cd` or `--out`'
  if (!writable)
    return {
      what,
      detail: `${detail}, cannot be written`,
      health: 'broken',
      cure: `${elsewhere}, or change its owner`,
    }
  if (free < least)
    return {
      what,
      detail,
      health: 'broken',
      cure: `free some space, or ${elsewhere}: a run needs 0.1 GiB and more`,
    }
  if (network) {
    return {
      what,
      detail: `${detail}, a network file system: SQLite's write-ahead log does not work there, journals are kept in a slower way`,
      health: 'warning',
      cure: 'write runs to a local disk (`--out /local/disk/run`) and copy them here when they have ended; never let two machines write one run',
    }
  }
  if (type !== undefined && isMemory(type))
    return {
      what,
      detail: `${detail}, in memory`,
      health: 'warning',
      cure: `${elsewhere}: these runs are gone after a restart`,
    }
  if (free < comfortable)
    return {
      what,
      detail,
      health: 'warning',
      cure: 'free some space: checkpoints of large searches take more',
    }
  return { what, detail, health: 'ok' }
}

/** The disk below a folder; `mounts` is the text of /proc/mounts where there is one. */
export function diskOf(folder: string, mounts: string | undefined = procMounts()): Disk {
  const { bavail, bsize } = statfsSync(folder)
  const type = mounts === undefined ? undefined : mountOf(realpathSync(folder), mounts)?.type
  const network = type === undefined ? networkFileSystemOf(folder) !== undefined : isNetwork(type)
  return { free: bavail * bsize, writable: isWritable(folder), type, network }
}

const standing = (folder: string): string => (existsSync(folder) ? folder : standing(dirname(folder)))

const procMounts = (): string | undefined =>
  existsSync('/proc/mounts') ? readFileSync('/proc/mounts', 'utf8') : undefined

function isWritable(folder: string): boolean {
  try {
    accessSync(folder, constants.W_OK)
    return true
  } catch {
    return false
  }
}
