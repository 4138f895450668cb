// What kind of file system a directory is on: SQLite's write-ahead log needs shared memory, which network file systems lack.
import { existsSync, readFileSync, realpathSync, statfsSync } from 'node:fs'
import { isLocalFuse, mountOf } from './mounts.js'

/** Magic numbers of statfs(2) on Linux (`include/uapi/linux/magic.h` and the file systems' own sources). */
const networkTypes: ReadonlyMap<number, string> = new Map([
  [0x6969, 'nfs'],
  [0x517b, 'smb'],
  [0xff534d42, 'cifs'],
  [0xfe534d42, 'smb2'],
  [0x01021997, '9p'],
  [0x5346414f, 'afs'],
  [0x00c36400, 'ceph'],
  [0x65735546, 'fuse'],
  [0x0bd00bd0, 'lustre'],
  [0x47504653, 'gpfs'],
  [0x19830326, 'beegfs'],
])

/** Name of the network file system that holds a directory; undefined on a local one. */
export function networkFileSystemOf(
  directory: string,
  typeOf: (directory: string) => number = fileSystemTypeOf,
  mounts: string | undefined = procMounts(),
): string | undefined {
  const name = networkTypes.get(typeOf(directory) >>> 0)
  if (name !== 'fuse' || mounts === undefined) return name
  // One number for all file systems in user space: the table of mounts tells a disk of another make from a server.
  const type = mountOf(realpathSync(directory), mounts)?.type ?? name
  return isLocalFuse(type) ? undefined : type
}

const procMounts = (): string | undefined =>
  existsSync('/proc/mounts') ? readFileSync('/proc/mounts', 'utf8') : undefined

const fileSystemTypeOf = (directory: string): number => statfsSync(directory).type
