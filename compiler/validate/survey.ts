// What walking a specification finds, flat: open values, references, expressions, components. Rules read this instead of the tree.
import type { Definition, OptionSchema, Role } from '../../schemas/definition.js'
import type { Span } from '../../schemas/diagnostic.js'
import type { LocatedNode, LocatedScalar } from '../source/located-node.js'

/** Where something stands, as far as the meaning of names depends on it. */
export interface Scope {
  readonly section: 'hyperparameters' | 'space' | 'train' | 'constraints' | 'other'
  /** The arm in whose override it is written. */
  readonly arm?: string
  /** The hyperparameter that it belongs to: later ones are not chosen yet. */
  readonly hyperparameter?: string
  /** The definition in whose body it stands: its parameters have meanings there. */
  readonly definition?: string
}

/** The ways to write an open value. */
export type Form = 'choice' | 'uniform' | 'log_uniform' | 'int' | 'log_int' | 'normal' | 'expr' | 'const'

export interface OpenValue {
  readonly form: Form
  /** The whole value. */
  readonly node: LocatedNode
  /** What stands under the form's key; the list itself where a list was read as a choice. */
  readonly body: LocatedNode
  /** Read as a choice because the option takes no list. */
  readonly listed: boolean
  /** What each chosen value must be. */
  readonly schema: OptionSchema
  /** How it is called in messages. */
  readonly name: string
  readonly scope: Scope
}

/** `$name`. */
export interface ReferenceUse {
  readonly name: string
  readonly span: Span
  readonly scope: Scope
}

export interface ExpressionUse {
  readonly text: string
  readonly node: LocatedScalar
  readonly purpose: 'expr' | 'where' | 'when' | 'constraint'
  readonly scope: Scope
}

export interface ComponentUse {
  readonly role: Role
  readonly kind: string
  readonly span: Span
  readonly definition: Definition
  readonly options: ReadonlyMap<string, LocatedNode>
  readonly scope: Scope
}

/** Use of a part from `define:`. */
export interface DefinitionUse {
  readonly name: string
  readonly span: Span
  readonly scope: Scope
}

export interface MetricUse {
  readonly name: string
  readonly span: Span
  /** The direction that is asked for, where one is. */
  readonly direction?: 'maximize' | 'minimize'
}

/** Everything found; filled by one walk, read by rules. */
export interface Survey {
  readonly openValues: readonly OpenValue[]
  readonly references: readonly ReferenceUse[]
  readonly expressions: readonly ExpressionUse[]
  readonly components: readonly ComponentUse[]
  readonly definitionUses: readonly DefinitionUse[]
  readonly metrics: readonly MetricUse[]
  /** Modules side by side, with their written names. */
  readonly siblings: readonly (readonly LocatedNode[])[]
}

/** A survey that is being filled. */
export type Mutable<T> = {
  -readonly [Key in keyof T]: T[Key] extends readonly (infer Item)[] ? Item[] : T[Key]
}

export const emptySurvey = (): Mutable<Survey> => ({
  openValues: [],
  references: [],
  expressions: [],
  components: [],
  definitionUses: [],
  metrics: [],
  siblings: [],
})
