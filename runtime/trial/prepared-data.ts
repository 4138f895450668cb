// The contract between data and training: all rows of a task as tensors, prepared by what was fitted on training rows alone.
import type { Rows } from '../protocols/protocol.js'
import type { Signal } from '../support/shape.js'
import type { Tensor } from '../tensor/tensor.js'
import type { LayerUse } from '../space/module-tree.js'
import type { Target } from '../model/losses/loss.js'

/** A task's rows, ready to be fed. */
export interface PreparedData {
  /** What was fitted on which rows, as a digest: equal keys, equal tensors. */
  readonly key: string
  /** float32 [rows, …input.shape]. */
  readonly features: Tensor
  /** int64 class codes or float32 values [rows]. */
  readonly targets: Tensor
  readonly input: Signal
  readonly target: Target
}

/** A frozen model whose features stand in the place of examples. */
export interface FrozenUse {
  readonly use: LayerUse
  /** Called while the model runs; throws when that is no longer wanted. */
  readonly onBatch: () => void
}

/** Prepares a task's data, fitting on these rows only. */
export type PrepareData = (task: string, train: Rows, frozen?: FrozenUse) => Promise<PreparedData>
