// The types of `result.json`; `result.schema.json` says the same as JSON Schema.
// Names are snake_case as in the file; what has no value is null there, never absent and never NaN.
import type { JsonObject } from './json.js'

/** Version of the format. */
export const resultSchemaVersion = 1

/** An interval of an estimate; an end is null where the sample bounds nothing at this level. */
export interface ResultInterval {
  readonly level: number
  readonly low: number | null
  readonly high: number | null
  readonly method: string
}

/** A mean over units; `ci` is null below two of them. */
export interface ResultFigure {
  readonly mean: number | null
  readonly ci: ResultInterval | null
  readonly n: number
}

export interface ResultSelection {
  readonly task: string
  readonly replicate: number
  readonly fold: number
  readonly configuration: JsonObject | null
  readonly trial: number | null
}

export interface ResultModel {
  readonly file: string | null
  readonly sha256: string | null
  readonly refit: 'all' | 'tune' | 'none'
  /** Where its configuration was selected, and the seed it was trained with; with `refit: none` these name its measurement. */
  readonly task: string | null
  readonly replicate: number | null
  readonly seed: number | null
  readonly note: string | null
}

export interface ResultArm {
  readonly selected: readonly ResultSelection[]
  readonly summary: {
    /** Best value of a search, over replicates. */
    readonly tuning: Readonly<Record<string, ResultFigure>>
    /** Selected configurations on the evaluation pool, over replicates (over seeds where there is one replicate). */
    readonly evaluation: Readonly<Record<string, ResultFigure>>
  }
  readonly model: ResultModel | null
}

/** A tidy row: the array is a data frame as it stands. */
export interface ResultMeasurement {
  readonly arm: string
  readonly task: string
  readonly replicate: number
  readonly fold: number
  readonly phase: 'tune' | 'evaluate'
  readonly trial: number | null
  readonly seed: number
  readonly fidelity: number
  readonly metric: string
  readonly value: number | null
  readonly end: string
}

export type ClaimOutcome = 'supported' | 'refuted' | 'undecided'

/** One unit of a claim: the values of both arms (one arm for a threshold) and what was tested of them. */
export interface ClaimPair {
  readonly unit: string
  readonly arm: number
  readonly than: number | null
  /** Arm minus other (times the factor), or minus the bound, in the metric's own direction. */
  readonly difference: number
}

/** A claim and its outcome. */
export interface ClaimResult {
  readonly id: string
  readonly statement: string
  readonly kind: string
  readonly arm: string
  readonly than: string | null
  /** The metric. */
  readonly on: string
  /** In words: what was computed of the metric in each unit. */
  readonly quantity: string
  /** `tune`: a claim about the search, not about generalisation. */
  readonly phase: 'tune' | 'evaluate'
  readonly direction: 'maximize' | 'minimize'
  readonly unit: 'replicates' | 'seeds' | 'folds' | 'tasks'
  readonly n: number
  /** Units left out because an arm has no value there; with any, the claim is undecided. */
  readonly missing: number
  readonly test: string
  readonly distribution: 'exact' | 'monte_carlo' | 'asymptotic'
  readonly alternative: 'two_sided' | 'one_sided' | 'equivalence'
  readonly alpha: number
  readonly margin: number | null
  readonly bound: number | null
  /** In the metric's unit: difference of the arms, or the arm's value for a threshold. */
  readonly estimate: number | null
  /** Both positive, or above ½, where the arm is the better one. */
  readonly effect: { readonly cohens_d: number | null; readonly superiority: number | null }
  /** Of the estimate; not corrected for the family. */
  readonly ci: ResultInterval | null
  readonly p_raw: number
  readonly p_adjusted: number
  /** The test of the opposite, which refutes; for a two-sided claim the same p-value. */
  readonly opposite: { readonly p_raw: number; readonly p_adjusted: number }
  readonly correction: 'holm' | 'none'
  readonly family_size: number
  readonly outcome: ClaimOutcome
  /** Units that would decide it with probability 0.8, were the estimate the truth; null where decided or where no number would. */
  readonly needs_n: number | null
  readonly exploratory: boolean
  readonly note: string | null
  readonly pairs: readonly ClaimPair[]
}

export interface ResultGuarantee {
  readonly rule: string
  readonly status: 'proved' | 'enforced' | 'declared' | 'waived'
  readonly because: string | null
}

/** The whole file. */
export interface Result {
  readonly schema_version: number
  readonly name: string
  readonly status: 'running' | 'interrupted' | 'finished' | 'failed'
  readonly message: string | null
  readonly spec: { readonly path: string; readonly bytes_sha256: string; readonly resolved_sha256: string }
  readonly seed: number
  readonly objective: readonly { readonly metric: string; readonly direction: 'maximize' | 'minimize' }[]
  readonly protocol: { readonly kind: string; readonly options: JsonObject }
  readonly data: readonly {
    readonly name: string
    readonly digest: string
    readonly rows: number
    /** Digest of how their rows are dealt into pools. */
    readonly pools?: string
  }[]
  readonly arms: Readonly<Record<string, ResultArm>>
  readonly measurements: readonly ResultMeasurement[]
  readonly claims: readonly ClaimResult[]
  readonly guarantees: readonly ResultGuarantee[]
  readonly counts: {
    readonly trials: number
    readonly trainings: number
    readonly executed: number
    readonly reused: number
    readonly by_end: Readonly<Record<string, number>>
  }
  /** How often this evaluation pool has been looked at, this run included; null where that is not known. */
  readonly looks: number | null
  /** Ids of claims that were not declared when this evaluation pool was first looked at: exploratory. Absent where there are none. */
  readonly claims_added?: readonly string[]
  readonly exact: { readonly holds: boolean; readonly because: readonly string[] }
  /** Times, energy, latency: whatever may differ between equal runs. */
  readonly measured: JsonObject
  readonly environment: JsonObject
  readonly timings: JsonObject
  readonly result_digest: string
}
