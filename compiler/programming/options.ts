// What programs give to `check`, `compile` and `run`, and what they get back: types alone.
import type { RunReport } from '../../runtime/run.js'
import type { Device } from '../../runtime/study/numerics.js'
import type { ProgressEvent } from '../../runtime/store/progress-event.js'
import type { Diagnostic } from '../../schemas/diagnostic.js'
import type { Json } from '../../schemas/json.js'

/** A specification that is no file. */
export interface SpecificationText {
  readonly text: string
  /** Where it would lie: names it in messages, and relative paths in it count from there. `experiment.yaml` by default. */
  readonly path?: string
}

/** A file, by its path or URL, or a text. */
export type Specification = string | URL | SpecificationText

/** How a specification is read. */
export interface SpecificationOptions {
  /** Folder from which paths of the call count; the working directory by default. */
  readonly cwd?: string
  /** Instead of the specification's. */
  readonly seed?: number
  /** Values laid over the specification, by path: `{ 'budget.trials': 24 }`. */
  readonly set?: Readonly<Record<string, Json>>
  /** Whether files under `use:` may run. */
  readonly allowCode?: boolean
}

/** How a plan in memory is carried out. */
export interface MemoryRunOptions {
  /** Folder from which paths in the plan count; the working directory by default. */
  readonly root?: string
  /** Instead of the plan's. */
  readonly seed?: number
  /** Told of every stage, trial and chunk. What it throws ends the run. */
  readonly onProgress?: (event: ProgressEvent) => void
  /** Ends the run in order. */
  readonly signal?: AbortSignal
}

/** How a specification or the file of a plan is carried out. */
export interface DirectoryRunOptions extends SpecificationOptions {
  /** Run directory; `runs/<name>-<digest>-s<seed>` by default. */
  readonly out?: string
  /** One a core and at most four by default. */
  readonly workers?: number
  /** `auto`, the default: what the run was begun with, else the cpu. */
  readonly device?: Device | 'auto'
  readonly acceptNumerics?: boolean
  readonly onProgress?: (event: ProgressEvent) => void
  /** Ends the run in order; it can be gone on with. */
  readonly signal?: AbortSignal
}

/** All that was found. */
export interface Checked {
  readonly diagnostics: readonly Diagnostic[]
  /** Whether nothing is wrong. */
  readonly ok: boolean
}

/** A plan as TypeScript, where nothing is wrong. */
export interface CompiledPlan extends Checked {
  readonly plan: string | undefined
}

/** What a call came to, and where it lies. */
export interface DirectoryRunReport extends RunReport {
  /** Absolute. */
  readonly directory: string
  /** Warnings and notes about the specification. */
  readonly diagnostics: readonly Diagnostic[]
}
