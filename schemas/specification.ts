// Types of a validated specification as plain data: what `schemas/language/` says, in TypeScript. A test holds the two equal.
// Components and open values stay loose here: what they mean is the affair of the catalogue.
import type { Json } from './json.js'

/** A component: its kind, or a map with its kind as the only key. */
export type ComponentSpec = string | Readonly<Record<string, Json>>

/** A module of a space: a component, or a list of them in sequence. */
export type ModuleSpec = ComponentSpec | readonly ModuleSpec[]

/** A hyperparameter: a value, a list of values, a form such as `{ log_uniform: [low, high] }`. */
export type HyperparameterSpec = Json

/** Choices by path. */
export type ConfigurationSpec = Readonly<Record<string, Json>>

/** `data`, and each of `tasks`. */
export interface DataSpec {
  readonly dataset?: string
  readonly file?: string
  readonly windows?: { readonly length: number; readonly stride?: number; readonly blocks?: number }
  readonly target?: string
  readonly columns?: readonly string[]
  readonly group?: string
  readonly time?: string
  readonly prepare?: readonly ComponentSpec[] | ComponentSpec
  readonly pools?: {
    readonly tune: number
    readonly evaluate: number
    readonly by?: 'random' | 'stratified' | 'group' | 'time'
  }
}

/** An entry of `define` in full; the body alone is its short form. */
export interface DefinitionSpec {
  readonly description?: string
  readonly parameters?: readonly string[] | Readonly<Record<string, Json>>
  readonly depth?: number
  readonly body: ModuleSpec
}

export interface BudgetSpec {
  readonly trials: number
}

export interface ObjectiveSpec {
  readonly maximize?: string
  readonly minimize?: string
}

/** What an arm changes. */
export interface ArmSpec {
  readonly description?: string
  readonly model?: string
  readonly fixed?: ConfigurationSpec
  readonly sampler?: ComponentSpec
  readonly scheduler?: ComponentSpec
  readonly space?: ModuleSpec
  readonly hyperparameters?: Readonly<Record<string, HyperparameterSpec>>
  readonly constraints?: readonly string[]
  readonly define?: Readonly<Record<string, DefinitionSpec | ModuleSpec>>
  readonly train?: Readonly<Record<string, Json>>
  readonly procedure?: ComponentSpec
  readonly budget?: BudgetSpec
  readonly enqueue?: readonly ConfigurationSpec[]
}

export interface ResourcesSpec {
  readonly gpus?: number
  readonly memory?: string
  readonly timeout?: string
}

export interface WaiverSpec {
  readonly rule: string
  readonly because: string
}

export interface DeploySpec {
  readonly refit?: 'all' | 'tune' | 'none'
}

export interface ReportSpec {
  readonly title?: string
  readonly metrics?: readonly string[]
}

/** A whole specification, its includes composed. */
export interface Specification {
  readonly espalier: 1
  readonly name: string
  readonly description?: string
  readonly seed?: number
  readonly include?: string | readonly string[]
  readonly use?: string | readonly string[]
  readonly data?: DataSpec
  readonly tasks?: Readonly<Record<string, DataSpec>>
  readonly define?: Readonly<Record<string, DefinitionSpec | ModuleSpec>>
  readonly space?: ModuleSpec
  readonly hyperparameters?: Readonly<Record<string, HyperparameterSpec>>
  readonly constraints?: readonly string[]
  readonly train?: Readonly<Record<string, Json>>
  readonly procedure?: ComponentSpec
  readonly objective?: ObjectiveSpec | readonly ObjectiveSpec[]
  readonly budget?: BudgetSpec
  readonly sampler?: ComponentSpec
  readonly scheduler?: ComponentSpec
  readonly fidelity?: Readonly<Record<string, { readonly from: number; readonly to: number }>>
  readonly arms?: Readonly<Record<string, ArmSpec>>
  readonly protocol?: ComponentSpec
  /** Sentences, or maps. */
  readonly claims?: readonly (string | Readonly<Record<string, Json>>)[]
  readonly resources?: ResourcesSpec
  readonly enqueue?: readonly ConfigurationSpec[]
  readonly slots?: number
  readonly order?: 'virtual' | 'arrival'
  readonly allow?: readonly WaiverSpec[]
  readonly deploy?: DeploySpec
  readonly report?: ReportSpec
}
