// From a study's outcome to `result.json`: the one place that decides what it says.
// Pure; clocks and machines are described by the caller.
import type { JsonObject } from '../../schemas/json.js'
import {
  resultSchemaVersion,
  type ClaimResult,
  type Result,
  type ResultArm,
  type ResultGuarantee,
  type ResultMeasurement,
} from '../../schemas/result.js'
import type { StudyOutcome } from '../store/state.js'
import { digestResult } from './result-digest.js'
import { summarizeArm } from './summary.js'

/** What a result says beyond the study's outcome. */
export interface ResultFacts {
  readonly protocol: { readonly kind: string; readonly options: JsonObject }
  readonly claims: readonly ClaimResult[]
  readonly guarantees: readonly {
    readonly rule: string
    readonly status: ResultGuarantee['status']
    readonly because?: string
  }[]
  /** How often this evaluation pool has been looked at, this run included. */
  readonly looks?: number
  /** Reasons beyond the study's own why equal runs elsewhere may differ. */
  readonly inexact?: readonly string[]
  readonly environment: JsonObject
  readonly timings: JsonObject
  readonly measured?: JsonObject
}

/** Composes and digests the result of a run. */
export function composeResult(outcome: StudyOutcome, facts: ResultFacts): Result {
  const measurements = outcome.measurements.map(tidy)
  const because = [...outcome.exact.because, ...(facts.inexact ?? [])]
  const result: Omit<Result, 'result_digest'> = {
    schema_version: resultSchemaVersion,
    name: outcome.name,
    status: outcome.status,
    message: outcome.message ?? null,
    spec: {
      path: outcome.source.path,
      bytes_sha256: outcome.source.bytesSha256,
      resolved_sha256: outcome.source.resolvedSha256,
    },
    seed: outcome.seed,
    objective: outcome.objectives.map(({ metric, direction }) => ({ metric, direction })),
    protocol: facts.protocol,
    data: outcome.data.map(({ name, digest, rows, pools }) => ({
      name,
      digest,
      rows,
      ...(pools === undefined ? {} : { pools }),
    })),
    arms: Object.fromEntries(outcome.arms.map((arm) => [arm, armOf(arm, outcome, measurements)])),
    measurements,
    claims: facts.claims,
    guarantees: facts.guarantees.map(({ rule, status, because: why }) => ({
      rule,
      status,
      because: why ?? null,
    })),
    counts: { ...outcome.counts, by_end: { ...outcome.counts.by_end } },
    looks: facts.looks ?? null,
    exact: { holds: because.length === 0, because },
    measured: { ...outcome.measured, ...facts.measured },
    environment: { ...facts.environment, numerics: outcome.numerics },
    timings: facts.timings,
  }
  return { ...result, result_digest: digestResult(result) }
}

/** A row with the fixed columns alone, and null for a number that JSON cannot hold. */
export function tidy(row: ResultMeasurement): ResultMeasurement {
  const { arm, task, replicate, fold, phase, trial, seed, fidelity, metric, value, end } = row
  const finite = value === null || Number.isFinite(value) ? value : null
  return { arm, task, replicate, fold, phase, trial, seed, fidelity, metric, value: finite, end }
}

function armOf(arm: string, outcome: StudyOutcome, rows: readonly ResultMeasurement[]): ResultArm {
  const model = outcome.models.find((exported) => exported.arm === arm)
  return {
    selected: outcome.selected
      .filter((selected) => selected.arm === arm)
      .map(({ task, replicate, fold, configuration, trial }) => ({
        task,
        replicate,
        fold,
        configuration: configuration ?? null,
        trial: trial ?? null,
      })),
    summary: summarizeArm(
      rows.filter((row) => row.arm === arm),
      outcome.objectives,
    ),
    model:
      model === undefined
        ? null
        : {
            file: model.file ?? null,
            sha256: model.sha256 ?? null,
            refit: model.refit,
            task: model.task ?? null,
            replicate: model.replicate ?? null,
            seed: model.seed ?? null,
            note: model.message ?? null,
          },
  }
}
