// What one call of a command came to, as a pipeline wants to know it: findings, results, stale plans, and how it ended.
import type { Diagnostic, Span } from '../../schemas/diagnostic.js'
import type { Result } from '../../schemas/result.js'

/** Which outcomes of a claim fail the pipeline. */
export type FailOn = 'refuted' | 'undecided'

/** A specification and all that was found in it. */
export interface SpecificationFindings {
  readonly path: string
  readonly diagnostics: readonly Diagnostic[]
}

/** Everything that the files for pipelines are written from. */
export interface Conclusions {
  /** The call in words: `run spec.yaml`. */
  readonly call: string
  readonly version: string
  readonly exit: number
  readonly seconds: number
  /** Milliseconds since the epoch. */
  readonly startedAt: number
  readonly failOn: FailOn
  /** What was read and compiled. */
  readonly specifications: readonly SpecificationFindings[]
  /** Errors that ended the call. */
  readonly failures: readonly Diagnostic[]
  readonly result?: Result
  /** Where a claim stands in its specification, by id. */
  readonly claimSpans: ReadonlyMap<string, Span>
  /** How to go on, where a run was interrupted. */
  readonly interrupted?: string
}

/** All findings of a call: of its specifications, then what ended it. */
export const findingsOf = ({
  specifications,
  failures,
}: Pick<Conclusions, 'specifications' | 'failures'>): readonly Diagnostic[] => [
  ...specifications.flatMap(({ diagnostics }) => diagnostics),
  ...failures,
]
