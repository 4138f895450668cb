import { mkdtempSync, rmSync, truncateSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import Database from 'libsql'
import { networkFileSystemOf } from '../../../runtime/store/file-system.js'
import { openJournal, readJournal } from '../../../runtime/store/journal.js'
import { openTrainingIndex } from '../../../runtime/store/training-index.js'
import type { JournalRecord } from '../../../runtime/store/record.js'
import { runTiny } from '../../support/studies/run-tiny.js'

const fresh = (): string => join(mkdtempSync(join(tmpdir(), 'espalier-journal-')), 'run')

function written(records: readonly JournalRecord[]): string {
  const directory = fresh()
  const journal = openJournal(directory)
  for (const record of records) journal.append(record)
  journal.commit()
  journal.close()
  return directory
}

describe('the journal', () => {
  test('gives back what was appended and committed, in order', async () => {
    const { records } = await runTiny({ arms: ['climber', 'rungs'] })
    const directory = written(records)
    expect(readJournal(directory)).toEqual(records)
    expect(readJournal(directory, records.length - 2)).toEqual(records.slice(-2))
  })

  test('keeps nothing that was not committed', () => {
    const directory = fresh()
    const journal = openJournal(directory)
    journal.append({ kind: 'run-interrupted', message: 'one' })
    journal.commit()
    journal.append({ kind: 'run-interrupted', message: 'two' })
    journal.close()
    expect(readJournal(directory)).toEqual([{ kind: 'run-interrupted', message: 'one' }])
  })

  test('can be read while it is written', () => {
    const directory = fresh()
    const journal = openJournal(directory)
    for (let count = 1; count <= 5; count += 1) {
      journal.append({ kind: 'run-interrupted', message: `${count}` })
      journal.commit()
      expect(readJournal(directory)).toHaveLength(count)
    }
    journal.close()
  })

  test('refuses a second writer, and takes one again after the first has left', () => {
    const directory = fresh()
    const first = openJournal(directory)
    expect(() => openJournal(directory)).toThrow(
      expect.objectContaining({
        code: 'run-locked',
        message: `the run directory is being written by process ${process.pid}`,
      }),
    )
    first.close()
    openJournal(directory).close()
  })

  test('never changes a record', () => {
    const directory = written([{ kind: 'run-interrupted', message: 'one' }])
    const database = new Database(join(directory, 'run.sqlite'))
    expect(() => database.exec("UPDATE records SET kind = 'other'")).toThrow('append-only')
    database.close()
  })

  test('says what to do about a file of a newer version', () => {
    const directory = written([])
    const database = new Database(join(directory, 'run.sqlite'))
    database.exec('PRAGMA user_version = 7')
    database.close()
    expect(() => openJournal(directory)).toThrow(
      expect.objectContaining({
        code: 'newer-journal',
        message: "the journal of 'run' has format 7, this version reads up to 1",
      }),
    )
    expect(() => readJournal(directory)).toThrow(expect.objectContaining({ code: 'newer-journal' }))
    expect(openTrainingIndex(directory)).toBeUndefined()
  })

  test('says what to do about a damaged file, and releases its lock', async () => {
    const { records } = await runTiny()
    const noDatabase = fresh()
    openJournal(noDatabase).close()
    rmSync(join(noDatabase, 'run.sqlite-wal'), { force: true })
    writeFileSync(join(noDatabase, 'run.sqlite'), 'this is no database. '.repeat(500))
    for (let tries = 0; tries < 2; tries += 1) {
      expect(() => openJournal(noDatabase)).toThrow(expect.objectContaining({ code: 'corrupt-journal' }))
    }
    const cut = written(records)
    rmSync(join(cut, 'run.sqlite-wal'), { force: true })
    truncateSync(join(cut, 'run.sqlite'), 20_000)
    expect(() => readJournal(cut)).toThrow(expect.objectContaining({ code: 'corrupt-journal' }))
  })

  test('says that there is no run where there is none', () => {
    expect(() => readJournal(fresh())).toThrow(expect.objectContaining({ code: 'no-journal' }))
  })

  test('offers trials, trainings and measurements as tables', async () => {
    const { records, outcome } = await runTiny({ trials: 4 })
    const database = new Database(join(written(records), 'run.sqlite'), { readonly: true })
    const count = (view: string): unknown => database.prepare(`SELECT count(*) AS n FROM ${view}`).get()
    expect(count('trials')).toMatchObject({ n: outcome.trials.length })
    const finished = records.filter(({ kind }) => kind === 'segment-finished').length
    expect(count('trainings')).toMatchObject({ n: finished })
    expect(count('measurements')).toMatchObject({ n: finished })
    database.close()
  })

  test('finds finished trainings by identity', async () => {
    const { records } = await runTiny({ trials: 4 })
    const index = openTrainingIndex(written(records))
    const finished = records.find((record) => record.kind === 'segment-finished')
    expect(index?.find(finished?.training ?? '', finished?.to ?? 0)).toEqual(finished)
    expect(index?.find('another', 1)).toBeUndefined()
    index?.close()
  })
})

describe('the kind of a file system', () => {
  test('is told by its magic number', () => {
    expect(networkFileSystemOf('/', () => 0x6969)).toBe('nfs')
    expect(networkFileSystemOf('/', () => 0xff534d42 | 0)).toBe('cifs')
    expect(networkFileSystemOf('/', () => 0xef53)).toBeUndefined()
    const fuse = (type: string) => networkFileSystemOf('/', () => 0x65735546, `disk / ${type} rw 0 0\n`)
    expect(fuse('fuse.sshfs')).toBe('fuse.sshfs')
    expect(fuse('fuse.unheard-of')).toBe('fuse.unheard-of')
    expect(fuse('fuseblk')).toBeUndefined()
  })
})
