// The contract of combinators: how a composite expression of a space decides what it holds and wires it.
// Whoever walks a space (to specify, to count) gives a Walk; a combinator never knows which.
import type { Definition } from '../../schemas/definition.js'
import type { Signal } from '../support/shape.js'
import type { Component, Module, OptionValue } from './component.js'
import type { Domain, Value } from './decision.js'
import type { ModuleTree, ResolvedOption } from './module-tree.js'

/** What copies of one body have in common: nothing, their choices, or choices and weights. */
export type Sharing = 'nothing' | 'choices' | 'weights'

/** A module inside a combinator; `copy` where the same body stands several times. */
export interface Part {
  readonly module: Module
  readonly copy?: { readonly index: number; readonly share: Sharing }
}

/** One visit to a combinator, as its behaviour sees it. */
export interface Walk {
  readonly component: Component
  /** What enters the combinator. */
  readonly input: Signal
  /** The combinator's own decision, at its own path; a domain of one value is decided without being offered. */
  decide(domain: Domain): Value
  /** An option that is not a module, decided and computed. */
  option(name: string): ResolvedOption | undefined
  /** An option as the plan wrote it: for modules. */
  written(name: string): OptionValue | undefined
  /** Walks one module. */
  module(part: Part, input: Signal): ModuleTree
  /** Walks modules one after the other, each on the output of the one before. No module: the identity. */
  chain(parts: readonly Part[], input: Signal): ModuleTree
  /** Walks the module known by a name: `module` introduces it, later uses repeat its choices and its weights. */
  named(name: string, module: Module | undefined, input: Signal): ModuleTree
}

/** A combinator of the catalogue. Options that hold modules carry `x-role: 'layer'`. */
export interface CombinatorDefinition extends Definition {
  readonly role: 'combinator'
  /** The option that a plan's constructor takes in place of an options object. */
  readonly bare?: string
  /**
   * A decision at the component's own path, beside those of its options. Its values: names of the alternatives in the one option
   * (`alternative`); false, true (`presence`); names of children joined by commas, in lexicographic order of positions (`order`).
   */
  readonly decides?: 'alternative' | 'presence' | 'order'
  /** Whether parts of it share choices, so that they cannot be counted one by one. */
  joint?(component: Component): boolean
  /** @throws Rejection when what was chosen does not fit `walk.input`. */
  specify(walk: Walk): ModuleTree
}
