// The contract of leak rules: each looks at the row, group, time and seed sets that a run will really use, and gives a
// counterexample or a sentence that says what is proved.
import type { DataDescriptor } from '../../../schemas/data-descriptor.js'
import type { Unit } from '../protocol.js'

/** A tuning unit with the units that evaluate what it selects. */
export interface PhaseCell {
  readonly tuning: Unit
  readonly evaluation: readonly Unit[]
}

/** One arm as the rules see it. Arms that share one array of cells are looked at once. */
export interface LeakArm {
  readonly name: string
  /** Trials a replicate; 0 for a `fixed` arm, which is not tuned. */
  readonly trials: number
  readonly fixed: boolean
  readonly cells: readonly PhaseCell[]
  /** Model files that the arm is, or that its models begin with. */
  readonly pretrained?: readonly PretrainedFile[]
}

/** A model file that was trained elsewhere. */
export interface PretrainedFile {
  readonly file: string
  /** Rows of each task that it was trained on; a task is absent where the file does not say. */
  readonly seen: ReadonlyMap<string, readonly number[]>
  /** Whether a part of it says nothing of its rows: those of `seen` may not be all. */
  readonly inPart?: boolean
}

/** Everything that can leak. */
export interface LeakCase {
  readonly tasks: readonly { readonly name: string; readonly data: DataDescriptor | undefined }[]
  readonly arms: readonly LeakArm[]
  /** Metrics of the objective, as written. */
  readonly objective: readonly string[]
}

/** What a rule found. */
export type LeakFinding =
  | { readonly rule: string; readonly status: 'proved'; readonly statement: string }
  /** The data are opaque to us: nothing was computed, the author vouches. */
  | { readonly rule: string; readonly status: 'declared'; readonly statement: string }
  | {
      readonly rule: string
      readonly status: 'violated'
      /** One sentence with the counterexample in it. */
      readonly message: string
      readonly hint: string
      /** Rows of the counterexample, where it has any. */
      readonly rows?: readonly number[]
      /** The model file at fault, where one is. */
      readonly file?: string
    }

export interface LeakRule {
  /** Code of the diagnostic, and what `allow:` names. */
  readonly code: string
  readonly summary: string
  /** Whether it has anything to say of this experiment; absent: of every one. */
  concerns?(leakCase: LeakCase): boolean
  check(leakCase: LeakCase): LeakFinding
}
