// The contract of procedures: how a training is carried out, in the process of a worker.
import type { Definition } from '../../schemas/definition.js'
import type { Phase, RowSets } from '../protocols/protocol.js'
import type { Specified } from '../space/search-space.js'

/** How a segment ended; the end decides whether it is tried again. */
export type End =
  | 'completed'
  | 'pruned'
  | 'diverged'
  | 'invalid'
  | 'failed'
  | 'timed_out'
  | 'out_of_memory'
  | 'preempted'
  | 'cancelled'

/** One training's stretch from one fidelity to the next. */
export interface SegmentRequest {
  /** Identity of the training; names its checkpoint. */
  readonly training: string
  readonly arm: string
  readonly task: string
  readonly phase: Phase
  readonly specified: Specified
  readonly seed: number
  readonly rows: RowSets
  /** Fidelity reached so far (0 at the start) and to reach now; `maximum` is the schedule's horizon. */
  readonly from: number
  readonly to: number
  readonly maximum: number
  /** File with the state at `from`. */
  readonly checkpoint?: string
  /** Where to leave the state at `to`; absent: not wanted. */
  readonly checkpointOut?: string
}

/** One number that was measured. */
export interface Measurement {
  readonly metric: string
  readonly value: number
  readonly fidelity: number
  /** Which rows it was measured on. */
  readonly on: 'train' | 'stop' | 'select' | 'measure'
}

export interface SegmentOutcome {
  readonly training: string
  readonly end: End
  readonly measurements: readonly Measurement[]
  /** What went wrong, for ends that are not `completed` or `pruned`. */
  readonly message?: string
  /** What may differ between equal runs: milliseconds, form, device. */
  readonly measured: Readonly<Record<string, number | string>>
}

/** What a procedure finds around it in a worker. */
export interface ProcedureContext {
  /** Directory of the run. */
  readonly directory: string
  readonly device: 'cpu' | 'webgpu' | 'cuda'
  /** Which of several devices that can be told apart, from 0; absent: the first. */
  readonly deviceIndex?: number
  /** Metrics wanted at the end of each segment: objective, claims, report. */
  readonly metrics: readonly string[]
  /** Definitions of those among them that are the author's own. */
  readonly ownMetrics?: readonly Definition[]
  /** Called at least once a chunk; throws when the segment was cancelled. */
  readonly progress: (training: string, fidelity: number, metrics: Readonly<Record<string, number>>) => void
}

/** A procedure opened in a worker; sessions, caches and prepared data live as long as it. */
export interface OpenProcedure {
  /** Trains segments of one structure together; one outcome a request, in order. Divergence is an outcome, not an exception. */
  train(requests: readonly SegmentRequest[]): Promise<readonly SegmentOutcome[]>
  /** Writes the model of a training, whose state at `request.to` is in `request.checkpoint`, as an ONNX file; absent: there is no model. */
  export?(request: SegmentRequest, file: string): Promise<void>
  close(): Promise<void>
}

export interface ProcedureDefinition extends Definition {
  readonly role: 'procedure'
  /** Segments with equal keys may be trained in one call; pure, and a function of what is trained alone. */
  structure(specified: Specified, rows: RowSets, options: Readonly<Record<string, unknown>>): string
  /** At most this many segments a call for that structure. */
  width(specified: Specified, options: Readonly<Record<string, unknown>>): number
  /**
   * What of a configuration reaches a training: `resolved` (default where there is a model) — the resolved training options and
   * module tree; `configuration` — the choices by path, as for foreign procedures.
   */
  readonly identity?: 'resolved' | 'configuration'
  /** How it is executed, where it is the author's own; procedures that come with Espalier have executions. */
  open?(context: OwnProcedureContext): Promise<OpenProcedure>
  /**
   * How it keeps to the rows that it is given. Absent: they are all that it sees, so that disjoint rows are a proof.
   * `enforced`: it is told of its own rows alone, and those of the evaluation do not exist while it tunes. `declared`: it could see
   * anything, and that it does not is its author's word.
   */
  readonly keepsToRows?: 'enforced' | 'declared'
  /** Whether it reads the declared data and measures metrics of ours, though it trains no native model. */
  readonly readsData?: boolean
  /** Names beside hyperparameters that `${name}` may stand for in its options; absent: its texts are plain. */
  readonly interpolates?: readonly string[]
  /** Whether its trainings leave a model that can be exported although their space has none; absent: what has a model in its space does. */
  readonly leavesModel?: boolean
  /** Whether it holds the limits of `resources` itself, on processes of its own; else whoever watches the worker does. */
  readonly holdsLimits?: boolean
  /** Files, relative to the project folder, whose content is part of what is trained; names of which no file exists are passed over. */
  inputs?(options: Readonly<Record<string, unknown>>): readonly string[]
  /** Whether a file that it names can be laid against choices and metrics before a run. */
  readonly isInspected?: true
  /** Whether nothing else may run beside a training. */
  isExclusive?(options: Readonly<Record<string, unknown>>): boolean
}

/** What a procedure of the author's own finds around it. */
export interface OwnProcedureContext extends ProcedureContext {
  /** Folder from which relative paths of the specification are read. */
  readonly root: string
}

/** A procedure with its execution: what user code defines. */
export interface OwnProcedureDefinition extends ProcedureDefinition {
  open(context: OwnProcedureContext): Promise<OpenProcedure>
}
