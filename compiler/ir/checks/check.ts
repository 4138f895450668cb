// The contract of checks after the IR: each looks at one thing that only the whole experiment shows.
import type { DataDescriptor } from '../../../schemas/data-descriptor.js'
import type { Diagnostic } from '../../../schemas/diagnostic.js'
import type { Catalogue, PhaseCell, SearchSpace } from '../../../runtime/catalogue.js'
import type { SpaceFacts } from '../facts.js'
import type { FrozenModels } from '../frozen.js'
import type { Models } from '../models.js'
import type { ArmNode, DataNode, ExperimentNode, SpaceNode } from '../nodes.js'

/** What checks look at. */
export interface CheckContext {
  readonly experiment: ExperimentNode
  readonly catalogue: Catalogue
  /** Data by task; absent where they are opaque to us. */
  readonly tasks: readonly { readonly node: DataNode; readonly data: DataDescriptor | undefined }[]
  readonly facts: SpaceFacts
  /** Arms by what they search; arms of one entry search the same. */
  readonly spaces: readonly CheckedSpace[]
  /** Units of the protocol, each with its evaluation, on the rows and seeds that a run will use. */
  readonly cells: readonly PhaseCell[]
  /** Model files that arms are. */
  readonly models: Models
  /** Frozen models at the heads of models. */
  readonly frozen: FrozenModels
}

/** A space and the arms that search it. */
export interface CheckedSpace {
  readonly node: SpaceNode
  readonly space: SearchSpace
  readonly arms: readonly ArmNode[]
}

/** Findings of one check; never throws for an author's mistake. */
export type Check = (context: CheckContext) => readonly Diagnostic[]
