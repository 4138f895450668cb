// Runs of the tiny experiment in real worker processes that can be told to misbehave.
import { mkdirSync, mkdtempSync, writeFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { executionsOf } from '../../../runtime/trial/execution.js'
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
