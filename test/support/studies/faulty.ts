// Runs of the tiny experiment in real worker processes that can be told to misbehave.
import { spawn } from 'node:child_process'
import { existsSync, mkdirSync, mkdtempSync, readdirSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { executionsOf } from '../../../runtime/trial/execution.js'
import { readJournal } from '../../../runtime/store/journal.js'
import { runExperiment } from '../../../runtime/study/run-experiment.js'
import type { RunOptions, RunOutcome } from '../../../runtime/study/run-experiment.js'
import { createLocalEngine } from '../../../runtime/study/workers/local.js'
import { tinyPlan } from './tiny.js'
import type { TinyOptions } from './tiny.js'

export type Fault =
  | 'crash'
  | 'exit'
  | 'preempt'
  | 'hang'
  | 'hoard'
  | 'throw'
  | 'late'
  | 'crash!'
  | 'hoard!'
  | 'hang!'
  | 'preempt!'

export interface Faults {
  /** Where what happens, once; with `!` every time. */
  readonly faults?: readonly (readonly [number, number, Fault])[]
  /** Time of one training. */
  readonly milliseconds?: number
}

/** A fresh run directory with its faults, in a folder of its own. */
export function faultyDirectory(faults: Faults = {}, name = 'tiny-run', parent = freshFolder()): string {
  const directory = join(parent, name)
  mkdirSync(directory, { recursive: true })
  writeFileSync(join(directory, 'faults.json'), JSON.stringify(faults))
  return directory
}

export const freshFolder = (): string => mkdtempSync(join(tmpdir(), 'espalier-study-'))

const root = new URL('../../..', import.meta.url).pathname
export const tinyPlanFile = join(root, 'test/support/studies/tiny.ts')
export const faultyWorker = join(root, 'test/support/studies/faulty-worker.mjs')

/** Runs or resumes the tiny experiment with workers. */
export const runFaulty = (
  directory: string,
  tiny: TinyOptions = {},
  options: RunOptions = {},
): Promise<RunOutcome> =>
  runExperiment(tinyPlan(tiny), {
    directory,
    planFile: tinyPlanFile,
    workers: 2,
    inline: executionsOf([]),
    engine: (facts) => createLocalEngine({ ...facts, entry: faultyWorker }),
    ...options,
  })

/** How a coordinator process ended: what it printed, or the signal that ended it. */
export interface CoordinatorEnd {
  readonly status: string
  readonly signal: string | null
}

/** A running coordinator process. */
export interface Coordinating {
  readonly ended: Promise<CoordinatorEnd>
  kill(signal: NodeJS.Signals): void
}

/** Starts a process that runs or resumes the default tiny experiment. */
export function coordinate(directory: string, workers: number): Coordinating {
  const script = join(root, 'test/support/studies/coordinator.mjs')
  const child = spawn(process.execPath, ['--no-warnings', script, directory, String(workers)], {
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let status = ''
  child.stdout.on('data', (text) => {
    status += String(text)
  })
  const ended = new Promise<CoordinatorEnd>((resolve) => {
    child.on('close', (_, signal) => resolve({ status: status.trim(), signal }))
  })
  return { ended, kill: (signal) => void child.kill(signal) }
}

/** Waits until something holds; fails after half a minute. */
export async function until(holds: () => boolean): Promise<void> {
  for (let tries = 0; tries < 3000; tries += 1) {
    if (holds()) return
    await new Promise((resume) => setTimeout(resume, 10))
  }
  throw new Error('waited in vain')
}

/** Records that a run directory holds so far. */
export const recordsIn = (directory: string): number =>
  existsSync(join(directory, 'run.sqlite')) ? countRecords(directory) : 0

function countRecords(directory: string): number {
  try {
    return readJournal(directory).length
  } catch {
    return 0
  }
}

/** Worker processes of a run that are alive. */
export const liveWorkers = (directory: string): readonly number[] =>
  readdirSync(directory)
    .flatMap((name) => /^worker-(\d+)$/.exec(name)?.[1] ?? [])
    .map(Number)
    .filter(isAlive)

function isAlive(process_: number): boolean {
  try {
    return process.kill(process_, 0)
  } catch {
    return false
  }
}
