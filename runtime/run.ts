// A run directory from its plan to its result: study, claims, `result.json`, `report.html`. What `run` and `resume` call, and tests.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { basename, dirname, join, resolve } from 'node:path'
import { PlanError, StoreError } from '../schemas/diagnostic.js'
import type { JsonObject } from '../schemas/json.js'
import type { Result } from '../schemas/result.js'
import type { Plan } from './experiment.js'
import { claimsAdded, countLooks } from './report/looks.js'
import { writeHtml } from './report/writers/html.js'
import { writeJson } from './report/writers/json.js'
import { historyOf } from './store/history.js'
import { writeWhole } from './store/atomic-file.js'
import { resultOfRun } from './study/conclusions.js'
import { pinnedFiles } from './study/lock-file.js'
import { loadPlan } from './study/load-plan.js'
import { numericsOf } from './study/machine.js'
import { runExperiment, type RunOptions } from './study/run-experiment.js'
import { inMemoryExecutions } from './trial/inline.js'
import { placementFacts } from './trial/placements.js'
import { stopwatch, wallClock } from './support/clock.js'
import { digestOfBytes } from './support/digest.js'

/** What a call of `run` or `resume` came to. */
export interface RunReport {
  readonly status: 'finished' | 'interrupted'
  /** Whether anything was left to do. */
  readonly isFresh: boolean
  /** Present once the run is finished. */
  readonly result?: Result
}

/** Names of files in a run directory. */
export const runFiles = { plan: 'plan.ts', result: 'result.json', report: 'report.html' } as const

/**
 * Carries out the plan of a run directory, from wherever it stands, and writes result and report once it is finished.
 * @throws what loading the plan and running the study throw
 */
export async function runDirectory(
  directory: string,
  options: Omit<RunOptions, 'directory' | 'conclude'>,
): Promise<RunReport> {
  const started = { at: wallClock(), stopwatch: stopwatch() }
  const planFile = join(directory, runFiles.plan)
  checkPlan(directory)
  const plan = await loadPlan(planFile)
  const { status, isFresh, outcome } = await runExperiment(plan, {
    ...options,
    directory,
    planFile,
  })
  if (status === 'interrupted') return { status, isFresh }
  const file = join(directory, runFiles.result)
  if (!isFresh && existsSync(file)) return { status, isFresh, result: readResult(directory) }
  const seconds = (stopwatch() - started.stopwatch) / 1000
  const composed = resultOfRun(plan.experiment, outcome, {
    environment: environment(),
    timings: { started: started.at, seconds },
    measured: placementFacts(directory),
  })
  const earlier = resultsBeside(directory)
  const added = claimsAdded(composed, earlier)
  const result: Result = {
    ...composed,
    looks: countLooks(composed, earlier) ?? null,
    ...(added.length === 0 ? {} : { claims_added: added }),
  }
  writeWhole(file, writeJson(result))
  writeWhole(join(directory, runFiles.report), writeHtml(result))
  return { status, isFresh, result }
}

/**
 * Carries out a plan that is no file, in memory, where every training is a look-up or a function: workers could not load it.
 * @throws PlanError `plan-without-file`; what running the study throws
 */
export async function runInMemory(
  plan: Plan,
  options: Omit<RunOptions, 'directory' | 'planFile' | 'conclude'>,
): Promise<RunReport> {
  const started = { at: wallClock(), stopwatch: stopwatch() }
  const inMemory = { inline: inMemoryExecutions, ...options }
  checkLookUps(plan, inMemory)
  const { status, isFresh, outcome } = await runExperiment(plan, inMemory)
  if (status === 'interrupted') return { status, isFresh }
  const seconds = (stopwatch() - started.stopwatch) / 1000
  const result = resultOfRun(plan.experiment, outcome, {
    environment: environment(),
    timings: { started: started.at, seconds },
  })
  return { status, isFresh, result }
}

function checkLookUps({ experiment }: Plan, options: RunOptions): void {
  if (numericsOf(experiment, options) === 'look-up') return
  throw new PlanError(
    'plan-without-file',
    `the plan '${experiment.name}' trains in worker processes, which load it from a file`,
    { hint: 'write it into a file of its own, `export default plan(…)`, and run that file by its path' },
  )
}

/** A run goes on with the plan and the code that it was begun with, or not at all. @throws StoreError `edited-plan` */
function checkPlan(directory: string): void {
  const edited = Object.entries(pinnedFiles(directory)).find(([name, pinned]) => {
    const file = join(directory, name)
    return existsSync(file) && digestOfBytes(readFileSync(file)) !== pinned
  })
  if (edited === undefined) return
  throw new StoreError(
    'edited-plan',
    `'${edited[0]}' of '${basename(directory)}' was changed after the run began`,
    {
      hint: 'put it back as it was, or run the specification into another folder with --out',
    },
  )
}

/** The result of a finished run. @throws StoreError `damaged-result`; the file system's error where there is none */
export function readResult(directory: string): Result {
  const text = readFileSync(join(directory, runFiles.result), 'utf8')
  try {
    return parseResult(text)
  } catch (cause) {
    throw new StoreError(
      'damaged-result',
      `'${runFiles.result}' of '${basename(directory)}' is damaged: it is not a result`,
      {
        hint: 'delete the file and call `espalier resume`: it is written again from the journal',
        cause,
      },
    )
  }
}

/** What only this program writes; a text that something else cut or overwrote is no result. */
function parseResult(text: string): Result {
  const value = JSON.parse(text) as Partial<Result> | null
  if (typeof value?.arms !== 'object' || !Array.isArray(value.claims))
    throw new TypeError('no arms or claims')
  return value as Result
}

/** Results of finished runs in the same folder, and of what they and this one were before they were extended; what cannot be read is no look. */
function resultsBeside(directory: string): readonly Result[] {
  const parent = dirname(resolve(directory))
  const runs = readdirSync(parent).map((name) => join(parent, name))
  return [...runs.filter((other) => resolve(other) !== resolve(directory)), directory]
    .flatMap((run) => (run === directory ? historyOf(run) : [run, ...historyOf(run)]))
    .filter((other) => existsSync(join(other, runFiles.result)))
    .flatMap((other) => {
      try {
        return [readResult(other)]
      } catch {
        return []
      }
    })
}

const environment = (): JsonObject => ({
  node: process.versions.node,
  platform: process.platform,
  architecture: process.arch,
  processor: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memory_bytes: totalmem(),
})
