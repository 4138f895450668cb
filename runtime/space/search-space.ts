// A whole search space: hyperparameters first, then training, then the model, with the constraints over all of them.
import type { Signal } from '../support/shape.js'
import type { Component, Open, Scope } from './component.js'
import type { Configuration, Decision, Value } from './decision.js'
import type { ModuleTree, Resolved } from './module-tree.js'

/** A named, shared choice (or dependent value), decided once, in listed order, before everything else. */
export interface Hyperparameter {
  readonly name: string
  readonly value: Value | Open
  /** Decided only where this holds; elsewhere the name is absent. */
  readonly when?: (scope: Scope) => boolean
  readonly at?: string
}

/** `constraints:` — configurations for which one is false are never proposed. Also sees `parameters` and `flops`. */
export interface Constraint {
  /** As written. */
  readonly text: string
  readonly holds: (scope: Scope) => boolean
  readonly at?: string
}

export interface SearchSpace<D = unknown> {
  readonly hyperparameters: readonly Hyperparameter[]
  /** Component of the procedure's training options; absent for foreign procedures. */
  readonly training?: Component<D>
  /** The model; absent for foreign procedures. */
  readonly model?: Component<D>
  readonly constraints: readonly Constraint[]
  /** `data.classes`, `data.features`, … */
  readonly facts: Scope
  /** What enters the model. */
  readonly input?: Signal
}

/** A configuration with everything it decides. */
export interface Specified {
  readonly configuration: Configuration
  /** Decisions in the order in which they were met. */
  readonly decisions: readonly Decision[]
  /** Values that were not offered because they were the only ones left, by path. */
  readonly settled: Configuration
  /** Hyperparameters by name, dependent ones included. */
  readonly hyperparameters: Scope
  readonly training?: Resolved
  readonly model?: ModuleTree
  /** Sum over layers; shared weights count once. */
  readonly parameters: number
  readonly flops: number
}
