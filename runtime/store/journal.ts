// The journal of a run: an append-only table of records in the run directory's SQLite file. It knows records as texts with a kind;
// what they mean is the fold's affair. One writer; readers never block it.
import { existsSync, readdirSync, rmdirSync, rmSync } from 'node:fs'
import { basename, join } from 'node:path'
import { makeFolders } from '../support/make-folders.js'
import Database from 'libsql'
import { StoreError } from '../../schemas/diagnostic.js'
import { networkFileSystemOf } from './file-system.js'
import { journalSchema } from './journal-schema.js'
import { recordVersion } from './record.js'
import type { JournalRecord } from './record.js'
import { lockForWriting } from './writer-lock.js'

/** Where a study keeps its records. */
export interface Journal {
  /** Records so far, in order. */
  records(): Iterable<JournalRecord>
  /** Adds a record to the next commit. */
  append(record: JournalRecord): void
  /** Makes everything appended durable, in one transaction. */
  commit(): void
  close(): void
  /** Something that the user should know, such as the safe mode on a network file system. */
  readonly notes: readonly string[]
}

/** Name of the journal in a run directory. */
export const journalFile = 'run.sqlite'

const pageSize = 10_000

/** A journal that lives as long as the process: for simulations by the thousand. */
export function memoryJournal(initial: Iterable<JournalRecord> = []): Journal {
  const records: JournalRecord[] = [...initial]
  return {
    records: () => [...records],
    append: (record) => void records.push(record),
    commit: () => undefined,
    close: () => undefined,
    notes: [],
  }
}

/**
 * Opens the journal of a run directory for writing, made if need be.
 * @throws StoreError `run-locked`, `corrupt-journal`, `newer-journal`
 */
export function openJournal(directory: string): Journal {
  makeFolders(directory)
  const lock = lockForWriting(directory)
  try {
    const network = networkFileSystemOf(directory)
    const database = guarded(directory, () =>
      prepared(new Database(join(directory, journalFile)), network, directory),
    )
    const notes =
      network === undefined
        ? []
        : [
            `the run directory is on a network file system (${network}): the journal is kept in a slower, safe mode`,
          ]
    return writer(database, directory, notes, () => lock.release())
  } catch (error) {
    lock.release()
    throw error
  }
}

/** Removes a journal that is not worth keeping, with the files beside it; the directory goes too if nothing else is in it. */
export function discardJournal(directory: string): void {
  const files = [
    journalFile,
    `${journalFile}-wal`,
    `${journalFile}-shm`,
    'run.lock',
    'run.owner',
    'lock.json',
  ]
  for (const file of files) rmSync(join(directory, file), { force: true })
  if (readdirSync(directory).length === 0) rmdirSync(directory)
}

/** Records of a run directory that another process may be writing; a consistent snapshot, from `after` on. */
export function readJournal(directory: string, after = 0): readonly JournalRecord[] {
  const file = join(directory, journalFile)
  if (!existsSync(file)) {
    throw new StoreError('no-journal', `'${directory}' holds no run: '${journalFile}' is missing`, {
      hint: 'name a directory that `espalier run` wrote, for example one under runs/',
    })
  }
  return guarded(directory, () => {
    const database = new Database(file, { readonly: true })
    try {
      checkVersion(database, directory)
      return [...pages(database, directory, after)]
    } finally {
      database.close()
    }
  })
}

function prepared(
  database: Database.Database,
  network: string | undefined,
  directory: string,
): Database.Database {
  checkVersion(database, directory)
  database.exec(network === undefined ? 'PRAGMA journal_mode = WAL' : 'PRAGMA journal_mode = DELETE')
  database.exec('PRAGMA synchronous = FULL')
  database.exec(journalSchema)
  database.exec(`PRAGMA user_version = ${recordVersion}`)
  return database
}

function checkVersion(database: Database.Database, directory: string): void {
  const row = database.prepare('PRAGMA user_version').get() as { user_version: number }
  if (row.user_version > recordVersion) {
    throw new StoreError(
      'newer-journal',
      `the journal of '${basename(directory)}' has format ${row.user_version}, this version reads up to ${recordVersion}`,
      { hint: 'use the version of Espalier that wrote it, or a newer one' },
    )
  }
}

function writer(
  database: Database.Database,
  directory: string,
  notes: readonly string[],
  release: () => void,
): Journal {
  const insert = database.prepare('INSERT INTO records (kind, body) VALUES (?, ?)')
  let waiting: JournalRecord[] = []
  return {
    notes,
    records: () => guarded(directory, () => [...pages(database, directory, 0)]),
    append: (record) => void waiting.push(record),
    commit: () => {
      if (waiting.length === 0) return
      const batch = waiting
      waiting = []
      guarded(directory, () => {
        database.exec('BEGIN IMMEDIATE')
        for (const { kind, ...body } of batch) insert.run(kind, JSON.stringify(body))
        database.exec('COMMIT')
      })
    },
    close: () => {
      // One file to copy: nothing is left beside it in the write-ahead log. A reader may prevent that, and does no harm.
      database.exec('PRAGMA wal_checkpoint(TRUNCATE)')
      database.close()
      release()
    },
  }
}

function* pages(database: Database.Database, directory: string, after: number): Iterable<JournalRecord> {
  const page = database.prepare(
    'SELECT sequence, kind, body FROM records WHERE sequence > ? ORDER BY sequence LIMIT ?',
  )
  let last = after
  for (;;) {
    const rows = page.all(last, pageSize) as { sequence: number; kind: string; body: string }[]
    for (const { sequence, kind, body } of rows) {
      yield parseRecord(kind, body, sequence, directory)
      last = sequence
    }
    if (rows.length < pageSize) return
  }
}

function parseRecord(kind: string, body: string, sequence: number, directory: string): JournalRecord {
  try {
    return { kind, ...(JSON.parse(body) as object) } as JournalRecord
  } catch (cause) {
    throw new StoreError(
      'corrupt-journal',
      `record ${sequence} of the journal in '${basename(directory)}' cannot be read`,
      { hint: 'restore the file from a copy, or start the run afresh in another directory', cause },
    )
  }
}

/** Turns what SQLite says about a damaged or unwritable file into what the user can do. */
function guarded<T>(directory: string, action: () => T): T {
  try {
    return action()
  } catch (cause) {
    if (cause instanceof StoreError) throw cause
    const detail = cause instanceof Error ? cause.message : String(cause)
    const damaged = /not a database|malformed|corrupt/i.test(detail)
    throw new StoreError(
      damaged ? 'corrupt-journal' : 'unusable-journal',
      `the journal in '${basename(directory)}' cannot be used: ${detail}`,
      {
        hint: damaged
          ? 'restore the file from a copy, or start the run afresh in another directory'
          : 'check space, permissions and that no other program holds the file',
        cause,
      },
    )
  }
}
