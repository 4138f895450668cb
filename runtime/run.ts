// A run directory from its plan to its result: study, claims, `result.json`, `report.html`. What `run` and `resume` call, and tests.
import { existsSync, readdirSync, readFileSync } from 'node:fs'
import { availableParallelism, cpus, totalmem } from 'node:os'
import { dirname, join, resolve } from 'node:path'
import type { Json, JsonObject } from '../schemas/json.js'
import type { ClaimResult, Result } from '../schemas/result.js'
import { concludeClaims } from './claims/conclude.js'
import type { Experiment } from './experiment.js'
import { metricDirection } from './metrics/direction.js'
import { composeResult } from './report/result.js'
import { writeHtml } from './report/writers/html.js'
import { writeJson } from './report/writers/json.js'
import { writeWhole } from './store/atomic-file.js'
import type { StudyOutcome } from './store/state.js'
import { loadPlan } from './study/load-plan.js'
import { runExperiment, type RunOptions } from './study/run-experiment.js'
import { stopwatch, wallClock } from './support/clock.js'

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
  const plan = await loadPlan(planFile)
  const { status, isFresh, outcome } = await runExperiment(plan, {
    ...options,
    directory,
    planFile,
    conclude: (experiment, found) =>
      concludeOutcome(experiment, found).map((claim) => ({
        kind: 'claim-concluded',
        id: claim.id,
        conclusion: claim as unknown as Readonly<Record<string, Json>>,
      })),
  })
  if (status === 'interrupted') return { status, isFresh }
  const file = join(directory, runFiles.result)
  if (!isFresh && existsSync(file)) return { status, isFresh, result: readResult(directory) }
  const seconds = (stopwatch() - started.stopwatch) / 1000
  const result = composeResult(outcome, {
    protocol: protocolOf(plan.experiment),
    claims: outcome.claims.map(({ conclusion }) => conclusion as unknown as ClaimResult),
    guarantees: plan.experiment.guarantees,
    looks: looksAt(directory, outcome),
    environment: environment(),
    timings: { started: started.at, seconds },
  })
  writeWhole(file, writeJson(result))
  writeWhole(join(directory, runFiles.report), writeHtml(result))
  return { status, isFresh, result }
}

/** The result of a finished run. @throws the file system's error where there is none */
export const readResult = (directory: string): Result =>
  JSON.parse(readFileSync(join(directory, runFiles.result), 'utf8')) as Result

/** The plan's claims over an outcome. */
export function concludeOutcome(experiment: Experiment, outcome: StudyOutcome): readonly ClaimResult[] {
  return concludeClaims(experiment.claims, {
    measurements: outcome.measurements,
    direction: (metric) =>
      experiment.objective.find((objective) => objective.metric === metric)?.direction ??
      metricDirection(metric),
    seed: outcome.seed,
  })
}

function protocolOf({ protocol }: Experiment): { readonly kind: string; readonly options: JsonObject } {
  return { kind: protocol.definition.kind, options: protocol.options as unknown as JsonObject }
}

/** How often the evaluation pool was looked at: finished runs beside this one over the same data, this one included. */
function looksAt(directory: string, { data }: StudyOutcome): number {
  const parent = dirname(resolve(directory))
  const digests = data.map(({ digest }) => digest).join()
  if (digests === '' || !existsSync(parent)) return 1
  const others = readdirSync(parent)
    .map((name) => join(parent, name))
    .filter((other) => resolve(other) !== resolve(directory) && existsSync(join(other, runFiles.result)))
  return 1 + others.filter((other) => dataDigestsOf(other) === digests).length
}

function dataDigestsOf(directory: string): string | undefined {
  try {
    return readResult(directory)
      .data.map(({ digest }) => digest)
      .join()
  } catch {
    return undefined
  }
}

const environment = (): JsonObject => ({
  node: process.versions.node,
  platform: process.platform,
  architecture: process.arch,
  processor: cpus()[0]?.model ?? 'unknown',
  cores: availableParallelism(),
  memory_bytes: totalmem(),
})
