// Look-ups by training identity in the journal of a run that may be finished, interrupted or still going on.
import { existsSync } from 'node:fs'
import { join } from 'node:path'
import Database from 'libsql'
import { journalFile } from './journal.js'
import { recordVersion } from './record.js'
import type { SegmentFinished } from './record.js'

/** Finished segments of a run, by identity. */
export interface TrainingIndex {
  find(training: string, to: number): SegmentFinished | undefined
  close(): void
}

/** Opens the index of a run directory; undefined where there is none that this version can read: reuse is never worth an error. */
export function openTrainingIndex(directory: string): TrainingIndex | undefined {
  const file = join(directory, journalFile)
  if (!existsSync(file)) return undefined
  try {
    return opened(new Database(file, { readonly: true }))
  } catch {
    return undefined
  }
}

function opened(database: Database.Database): TrainingIndex | undefined {
  const version = database.prepare('PRAGMA user_version').get() as { user_version: number }
  if (version.user_version !== recordVersion) {
    database.close()
    return undefined
  }
  const select = database.prepare(
    `SELECT body FROM records WHERE kind = 'segment-finished'
       AND json_extract(body, '$.training') = ? AND json_extract(body, '$.to') = ? ORDER BY sequence DESC LIMIT 1`,
  )
  return {
    find: (training, to) => {
      const row = select.get(training, to) as { body: string } | undefined
      return row === undefined ? undefined : parseSegment(row.body)
    },
    close: () => void database.close(),
  }
}

const parseSegment = (body: string): SegmentFinished => ({
  kind: 'segment-finished',
  ...(JSON.parse(body) as Omit<SegmentFinished, 'kind'>),
})
