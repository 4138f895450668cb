// How a run is to be carried out: everything about it that is not the experiment's own.
import type { ProgressEvent } from '../store/progress-event.js'
import type { Executions } from '../trial/execution.js'
import type { Device } from './numerics.js'
import type { Conclusions } from './study.js'
import type { Engine } from './workers/engine.js'

export interface RunOptions {
  /** Run directory; absent: everything stays in memory, for simulations. */
  readonly directory?: string
  /** File of the plan, which workers load; needed unless all procedures are look-ups. */
  readonly planFile?: string
  /** Folder from which paths of the specification are read; the working directory by default. */
  readonly root?: string
  readonly workers?: number
  readonly device?: Device
  /** Instead of the experiment's. */
  readonly seed?: number
  /** Run directories whose trainings may be reused; by default the neighbours of the same experiment. */
  readonly reuse?: readonly string[]
  readonly acceptNumerics?: boolean
  readonly onProgress?: (event: ProgressEvent) => void
  readonly signal?: AbortSignal
  /** How claims are concluded, where not by the claim kinds of Espalier. */
  readonly conclude?: Conclusions
  /** Look-ups beyond those that come with Espalier. */
  readonly inline?: Executions
  /** Instead of local worker processes. */
  readonly engine?: (facts: EngineFacts) => Engine
}

/** What an engine is told of the run. */
export interface EngineFacts {
  readonly planFile: string
  readonly directory: string
  readonly root: string
  readonly device: Device
  readonly metrics: readonly string[]
  readonly workers: number
}
