// The contract of protocols: which units run in which phase, on which rows with which seeds, and how a winner is selected.
import type { DataDescriptor } from '../../schemas/data-descriptor.js'
import type { Definition } from '../../schemas/definition.js'

/** Row indices of a data set, ascending. */
export type Rows = Uint32Array

/** Rows by purpose. What is fitted (preparation, parameters) sees `train` alone. */
export interface RowSets {
  readonly train: Rows
  /** Early stopping looks here. */
  readonly stop?: Rows
  /** A trial's value comes from here; tuning only. */
  readonly select?: Rows
  /** The reported measurement comes from here; evaluation only. */
  readonly measure?: Rows
}

export type Phase = 'tune' | 'evaluate' | 'refit'

/** One cell of a protocol: every arm runs it with the same rows and seeds. */
export interface Unit {
  readonly task: string
  readonly replicate: number
  /** Outer fold. */
  readonly fold: number
  readonly phase: Phase
  /** One entry an inner fold; a trial's value aggregates over folds and seeds. */
  readonly folds: readonly RowSets[]
  /** Training seeds. */
  readonly seeds: readonly number[]
  /** Units of different arms with one key are pairs. */
  readonly pairKey: string
}

/** A finished trial as selection sees it. */
export interface TrialResult {
  readonly trial: number
  /** Value of the objective (oriented as declared), one a training; empty where the trial has none. */
  readonly values: readonly number[]
  /** Trained numbers of the model; breaks ties towards the cheaper. */
  readonly parameters?: number
}

/** What a protocol is given. */
export interface ProtocolContext {
  readonly seed: number
  readonly tasks: readonly { readonly name: string; readonly data: DataDescriptor | undefined }[]
  /** `data.pools`, where written. */
  readonly pools?: {
    readonly tune: number
    readonly evaluate: number
    readonly by: 'random' | 'stratified' | 'group' | 'time'
  }
  readonly direction: 'maximize' | 'minimize'
  /** Options, defaults filled in. */
  readonly options: Readonly<Record<string, unknown>>
}

/** A protocol: a pure function of its context and of results; row sets come out the same at compile time and at run time. */
export interface ProtocolDefinition extends Definition {
  readonly role: 'protocol'
  /** Tuning units, known before anything runs. @throws SpecError when a pool or a fold would be empty. */
  tuning(context: ProtocolContext): readonly Unit[]
  /** Units that evaluate what `unit` selected (known at compile time too, so that disjointness can be proved). */
  evaluation(context: ProtocolContext, unit: Unit): readonly Unit[]
  /** The selected trial of a finished tuning unit; undefined where no trial has a value. */
  select(context: ProtocolContext, trials: readonly TrialResult[]): number | undefined
  /** Final training of the deployed model, on `all` rows of a task or its tuning pool. */
  refit(context: ProtocolContext, rows: 'all' | 'tune'): Unit
}
