// What choosing leaves behind: layers wired in sequence, residually or in parallel; all other combinators are gone.
import type { Definition } from '../../schemas/definition.js'
import type { Signal } from '../support/shape.js'
import type { Value } from './decision.js'

/** A component without open options. */
export interface Resolved {
  readonly definition: Definition
  readonly options: Readonly<Record<string, ResolvedOption>>
  readonly path: string
  readonly at?: string
}

export type ResolvedOption = Value | Resolved | readonly Resolved[]

/** One use of a layer. */
export interface LayerUse {
  readonly kind: 'layer'
  readonly layer: Resolved
  /** Scope of its parameters: two uses with one scope share weights. */
  readonly parameters: string
  readonly input: Signal
  readonly output: Signal
}

/** The model that a configuration picks. */
export type ModuleTree =
  | LayerUse
  | {
      readonly kind: 'sequence'
      readonly children: readonly ModuleTree[]
      readonly input: Signal
      readonly output: Signal
    }
  /** y = pad(x) + pad(body(x)): zeros at the end of each short axis; flattened first where ranks differ. */
  | { readonly kind: 'residual'; readonly body: ModuleTree; readonly input: Signal; readonly output: Signal }
  | {
      readonly kind: 'parallel'
      readonly branches: readonly ModuleTree[]
      readonly merge: 'concat' | 'add' | 'multiply' | 'mean' | 'max'
      readonly input: Signal
      readonly output: Signal
    }

/** Thrown by a layer's type rule: this configuration cannot be built here. It is rejected like a constraint, not a failure. */
export class Rejection extends Error {
  readonly at: string | undefined
  readonly path: string

  constructor(message: string, path: string, at?: string) {
    // Searches under tight constraints throw thousands of these and never show a stack: collecting it would cost more than the walk.
    const limit = Error.stackTraceLimit
    Error.stackTraceLimit = 0
    super(message)
    Error.stackTraceLimit = limit
    this.name = 'Rejection'
    this.path = path
    this.at = at
  }
}

/** Cost of one example through one layer. */
export interface LayerCost {
  /** Trained numbers. */
  readonly parameters: number
  /** Floating-point operations of the forward pass of one example; a multiply-add counts as two. */
  readonly flops: number
}

/**
 * What running many trainings of a layer in one graph comes to: products of batches (`dense`), groups of windows, or steps that keep what they
 * compute. Each has bounds of its own up to which it pays.
 */
export type Fusion = 'dense' | 'recurrent' | 'windows'

/** The part of a layer that the space needs: shapes and cost, no graph. */
export interface LayerDefinition extends Definition {
  readonly role: 'layer'
  /** Names of the parameters it may ask for: what patterns are checked against. Absent in code of your own: any name may be one. */
  readonly owns?: readonly string[]
  /** What a population of it is like; dense where absent. */
  readonly fusion?: Fusion
  /** Whether it asks for the level of noise of a row, which only some losses give. */
  readonly readsLevel?: boolean
  /** Names of what it may show to metrics while it trains. */
  readonly shows?: readonly string[]
  /** @throws Rejection when the options do not fit the input (kernel larger than the image, wrong rank). */
  output(options: Readonly<Record<string, ResolvedOption>>, input: Signal): Signal
  cost(options: Readonly<Record<string, ResolvedOption>>, input: Signal): LayerCost
  /** Numbers that a training step keeps for one example in place of the output's, where it keeps more: for bounds on memory alone. */
  held?(options: Readonly<Record<string, ResolvedOption>>, input: Signal): number
}
