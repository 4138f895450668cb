// Which file system holds a folder, from the text of /proc/mounts (Linux).

/** One line of /proc/mounts. */
export interface Mount {
  readonly source: string
  readonly at: string
  readonly type: string
  readonly options: readonly string[]
}

/** The mount that a real path lies on; the last one of several at the same place, because it covers the others. */
export function mountOf(path: string, mounts: string): Mount | undefined {
  let found: Mount | undefined
  for (const line of mounts.split('\n')) {
    const [source = '', at = '', type = '', options = ''] = line.split(' ').map(unescaped)
    if (at === '' || !(path === at || path.startsWith(at.endsWith('/') ? at : `${at}/`))) continue
    if (found === undefined || at.length >= found.at.length) {
      found = { source, at, type, options: options.split(',') }
    }
  }
  return found
}

/** The kernel writes blanks, tabs, line ends and backslashes in octal. */
const unescaped = (word: string): string =>
  word.replace(/\\([0-7]{3})/g, (_, octal: string) => String.fromCharCode(Number.parseInt(octal, 8)))

const network =
  /^(nfs\d?|cifs|smb\d?|smbfs|9p|afs|ceph|lustre|gpfs|beegfs|glusterfs|fuse\.(sshfs|glusterfs|ceph(-fuse)?|s3fs|rclone|gcsfuse|goofys|davfs2?|juicefs|gvfsd-fuse|mount-s3|blobfuse2?))$/

/** Whether a type of file system keeps its files on another machine. */
export const isNetwork = (type: string): boolean => network.test(type)

/** Whether a type of file system keeps its files in memory alone. */
export const isMemory = (type: string): boolean => type === 'tmpfs' || type === 'ramfs'

const localFuse =
  /^(fuseblk|fuse\.(bindfs|mergerfs|gocryptfs|encfs|cryfs|ntfs-3g|exfat(-fuse)?|fuse-overlayfs|overlayfs))$/

/** Whether a file system in user space keeps its files on this machine; those that are not known may not. */
export const isLocalFuse = (type: string): boolean => localFuse.test(type)
