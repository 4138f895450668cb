// One writer a run directory. The lock is an exclusive SQLite transaction on a file of its own, that is, a lock of the
// operating system: it goes with the process that held it, however that ended, and leaves nothing to clean up.
import { existsSync, readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { StoreError } from '../../schemas/diagnostic.js'

/** Held until released or until the process ends. */
export interface WriterLock {
  release(): void
}

const lockFile = 'run.lock'

/** Milliseconds that a writer waits for the lock: who asks whether it is held has it for an instant. */
const patience = 500

/** Whether a live process holds the lock of a run directory. Asks for a shared lock, so that readers do not see each other. */
export function isBeingWritten(directory: string): boolean {
  const file = join(directory, lockFile)
  if (!existsSync(file)) return false
  const database = new Database(file, { readonly: true, timeout: 0 })
  try {
    database.prepare('SELECT count(*) FROM sqlite_master').get()
    return false
  } catch (cause) {
    if (isBusy(cause)) return true
    throw cause
  } finally {
    database.close()
  }
}

const isBusy = (cause: unknown): boolean =>
  typeof cause === 'object' &&
  cause !== null &&
  'code' in cause &&
  String(cause.code).startsWith('SQLITE_BUSY')

/** Takes the lock of a run directory. @throws StoreError `run-locked` while a live process holds it. */
export function lockForWriting(directory: string): WriterLock {
  const owner = join(directory, 'run.owner')
  const database = new Database(join(directory, lockFile), { timeout: patience })
  try {
    database.exec('BEGIN EXCLUSIVE')
  } catch (cause) {
    database.close()
    throw new StoreError('run-locked', `the run directory is being written by ${ownerOf(owner)}`, {
      hint: 'wait for it to end, or look at it with `espalier show`; a reader needs no lock',
      cause,
    })
  }
  writeFileSync(owner, `process ${process.pid}\n`)
  return {
    release: () => {
      database.exec('ROLLBACK')
      database.close()
    },
  }
}

function ownerOf(file: string): string {
  try {
    return readFileSync(file, 'utf8').trim()
  } catch {
    return 'another process'
  }
}
