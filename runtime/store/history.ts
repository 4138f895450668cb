// A run that was extended keeps what it was: `history/<n>/` holds its plan, lock, journal, result, report and models.
// Owns the change from one to the next, which may be cut anywhere and is then completed by the next process.
import { existsSync, readdirSync, renameSync } from 'node:fs'
import { join } from 'node:path'
import { makeFolders } from '../support/make-folders.js'
import { writeWhole } from './atomic-file.js'
import { lockForWriting } from './writer-lock.js'

const folder = 'history'
const planFile = 'plan.ts'
/** Says that a change has begun: the plan that comes, beside the files that go. */
const nextPlan = 'next-plan.ts'

/** What belongs to one state of a run; the plan goes last, checkpoints stay for those who go on from them. */
const moved = [
  'result.json',
  'report.html',
  'lock.json',
  'models',
  'run.sqlite-wal',
  'run.sqlite-shm',
  'run.sqlite',
  planFile,
] as const

/** Earlier states of a run, the newest first. */
export function historyOf(directory: string): readonly string[] {
  const parent = join(directory, folder)
  if (!existsSync(parent)) return []
  return readdirSync(parent)
    .filter((entry) => /^\d+$/.test(entry))
    .sort((a, b) => Number(b) - Number(a))
    .map((entry) => join(parent, entry))
}

/** Puts a run's state into its history and another plan in its place. @throws StoreError `run-locked` */
export function supersede(directory: string, plan: string): void {
  const lock = lockForWriting(directory)
  try {
    const past = join(directory, folder, String(historyOf(directory).length + 1))
    makeFolders(past)
    writeWhole(join(past, nextPlan), plan)
    complete(directory, past)
  } finally {
    lock.release()
  }
}

/** Completes a change that was cut. @throws StoreError `run-locked` */
export function completeChange(directory: string): void {
  const pending = (): string | undefined =>
    historyOf(directory).find((past) => existsSync(join(past, nextPlan)))
  if (pending() === undefined) return
  const lock = lockForWriting(directory)
  try {
    const past = pending()
    if (past !== undefined) complete(directory, past)
  } finally {
    lock.release()
  }
}

function complete(directory: string, past: string): void {
  for (const name of moved) {
    const file = join(directory, name)
    // What lies there already went before the cut.
    if (existsSync(file) && !existsSync(join(past, name))) renameSync(file, join(past, name))
  }
  renameSync(join(past, nextPlan), join(directory, planFile))
}
