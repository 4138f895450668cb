// What a loaded plan hands to the study: everything declared, typed, with functions where the specification had expressions.
import type { ClaimDeclaration } from '../schemas/claim-declaration.js'
import type { Definition } from '../schemas/definition.js'
import type { Component } from './space/component.js'
import type { Configuration } from './space/decision.js'
import type { SearchSpace } from './space/search-space.js'

/** A component of a plan, of whatever role. */
export type Use = Component

/** Declaration of one task's data. */
export interface DataDeclaration {
  readonly name: string
  readonly dataset?: string
  readonly file?: string
  readonly windows?: { readonly length: number; readonly stride?: number; readonly blocks?: number }
  readonly target?: string
  readonly columns?: readonly string[]
  readonly group?: string
  readonly time?: string
  readonly prepare: readonly Use[]
  readonly pools?: {
    readonly tune: number
    readonly evaluate: number
    readonly by: 'random' | 'stratified' | 'group' | 'time'
  }
  /** Digest of the content that the plan was compiled for. */
  readonly digest: string
}

export interface Arm {
  readonly name: string
  readonly space: SearchSpace
  readonly sampler: Use
  readonly scheduler: Use
  readonly trials: number
  readonly enqueue: readonly Configuration[]
  readonly fixed?: Configuration
}

export interface Objective {
  readonly direction: 'maximize' | 'minimize'
  readonly metric: string
}

export type { ClaimDeclaration } from '../schemas/claim-declaration.js'

/** A function of the author's; who calls it knows its contract. */
export type OwnFunction = (configuration: never, call: never) => unknown

/** An experiment, ready to run. */
export interface Experiment {
  readonly name: string
  readonly description?: string
  readonly seed: number
  readonly source: { readonly path: string; readonly bytesSha256: string; readonly resolvedSha256: string }
  readonly tasks: readonly DataDeclaration[]
  readonly arms: readonly Arm[]
  readonly objective: readonly Objective[]
  readonly fidelity?: { readonly name: string; readonly from: number; readonly to: number }
  readonly protocol: Use
  readonly claims: readonly ClaimDeclaration[]
  readonly guarantees: readonly {
    readonly rule: string
    readonly status: 'proved' | 'enforced' | 'declared' | 'waived'
    readonly because?: string
  }[]
  readonly slots: number
  readonly order: 'virtual' | 'arrival'
  readonly refit: 'all' | 'tune' | 'none'
  readonly resources: {
    readonly gpus?: number
    readonly memoryBytes?: number
    readonly timeoutSeconds?: number
  }
  /** Metrics of the author's own; others are known by name. */
  readonly metrics?: readonly Definition[]
  /** Functions of the author's own, by the name that a `function` procedure calls. */
  readonly functions?: Readonly<Record<string, OwnFunction>>
  /** Files of user code beside the plan that it was compiled with. */
  readonly code?: readonly { readonly file: string; readonly sha256: string }[]
  readonly report?: { readonly title?: string; readonly metrics?: readonly string[] }
}

declare const stage: unique symbol
/** Proof that a stage has run: only what tuning gave can be selected from, and only what was selected can be evaluated. */
export type Handle<Stage extends string> = { readonly [stage]: Stage }

/** What the stages of a plan call; every call is idempotent: what the journal already holds is not done again. */
export interface Run {
  prepare(): Promise<Handle<'prepared'>>
  tune(prepared: Handle<'prepared'>): Promise<Handle<'tuned'>>
  select(tuned: Handle<'tuned'>): Promise<Handle<'selected'>>
  evaluate(selected: Handle<'selected'>): Promise<Handle<'measured'>>
  claim(measured: Handle<'measured'>): Promise<Handle<'concluded'>>
  deploy(selected: Handle<'selected'>, concluded: Handle<'concluded'>): Promise<void>
}

/** The default export of a plan module. */
export interface Plan {
  readonly experiment: Experiment
  readonly stages: (run: Run) => Promise<void>
}
