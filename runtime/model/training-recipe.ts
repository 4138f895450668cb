// What a training graph is made from: the model, and how it is trained.
import type { ModuleTree } from '../space/module-tree.js'
import type { Averaging } from './averaging/averaging.js'
import type { Loss } from './losses/loss.js'
import type { Optimizer } from './optimizers/optimizer.js'
import type { Options } from './options.js'
import type { ResolvedParametrization } from './parametrize.js'
import type { ResolvedReparametrization } from './reparametrize.js'
import type { ResolvedGroup } from './treatment.js'

/** All that a training graph is made from. */
export interface Recipe {
  readonly model: ModuleTree
  readonly loss: { readonly definition: Loss; readonly options: Options }
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
