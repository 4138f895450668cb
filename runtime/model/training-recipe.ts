// What a training graph is made from: the model, and how it is trained.
import type { LayerUse, ModuleTree } from '../space/module-tree.js'
import type { Averaging } from './averaging/averaging.js'
import type { AnyLoss } from './losses/generative.js'
import type { Optimizer } from './optimizers/optimizer.js'
import type { Options } from './options.js'
import type { ResolvedParametrization } from './parametrize.js'
import type { ResolvedReparametrization } from './reparametrize.js'
import type { ResolvedGroup } from './treatment.js'

/** All that a training graph is made from. */
export interface Recipe {
  /** What is trained; it begins where the features of a frozen model enter, where there is one. */
  readonly model: ModuleTree
  /** The layer whose features are worked out before training; absent: the model takes prepared examples. */
  readonly frozen?: LayerUse
  readonly loss: { readonly definition: AnyLoss; readonly options: Options }
  readonly optimizer: { readonly definition: Optimizer; readonly options: Options }
  /** Largest norm of the whole gradient; absent: not clipped. */
  readonly clipNorm?: number
  /** Largest size of an entry of the gradient; absent: not clipped. */
  readonly clipValue?: number
  readonly batch: number
  /** Batches whose mean gradient makes one update; absent: one. */
  readonly accumulate?: number
  /** Products of layers in half precision; absent: all in float32. */
  readonly precision?: 'mixed'
  /** What is done to some parameters alone; absent: nothing. */
  readonly groups?: readonly ResolvedGroup[]
  /** How first values and steps follow the width; its groups are among `groups`. Absent: they do not. */
  readonly parametrization?: ResolvedParametrization
  /** What computes some parameters from others; absent: nothing. */
  readonly reparametrizations?: readonly ResolvedReparametrization[]
  /** Names of what layers show in each step, because a metric asks for it; absent: nothing. */
  readonly observed?: readonly string[]
  /** How weights are averaged; absent: they are not. */
  readonly averaging?: { readonly definition: Averaging; readonly options: Options }
}
