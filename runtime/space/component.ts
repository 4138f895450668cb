// The immutable tree that a plan builds: components with options, some of them open.
// The compiler instantiates the same tree from its IR, so that checks and plans cannot disagree.
import type { Definition } from '../../schemas/definition.js'
import type { Value } from './decision.js'

declare const decisions: unique symbol
/** One decision as a type: path (copies as `[*]`) and the type of its value. */
export type Decided<Path extends string = string, V = Value> = { readonly path: Path; readonly value: V }

/** Carries, as a type only, the union of the {@link Decided} inside it. Covariant, so a typed tree is also an untyped one. */
export interface Carrier<D> {
  readonly [decisions]?: () => D
}

/** An option's value that is not fixed yet. `D` is the union of the {@link Decided} inside it. */
export type Open<V = Value, D = unknown> = (OneOf | Distribution | Reference | Computed) &
  Carrier<D> & { readonly result?: V }

/** A choice among written values or components. Alternatives that are components are named; the name is the choice's value. */
export interface OneOf {
  readonly open: 'one_of'
  readonly path: string
  readonly values: readonly OptionValue[]
  /** Parallel to `values` where these are components. */
  readonly names?: readonly string[]
  readonly ordered: boolean
  /** Keeps the values for which it holds; sees `value`, `input.<axis>`, hyperparameters. */
  readonly where?: (scope: Scope) => boolean
  readonly at?: string
}

/** A numeric domain. */
export interface Distribution {
  readonly open: 'uniform' | 'log_uniform' | 'int' | 'log_int' | 'normal'
  readonly path: string
  /** low and high, or mean and deviation. */
  readonly first: number
  readonly second: number
  readonly at?: string
}

/** `$name`: a hyperparameter, or a fact such as `data.classes`. */
export interface Reference {
  readonly open: 'reference'
  readonly name: string
  readonly at?: string
}

/** `{ expr: … }`, as code. */
export interface Computed {
  readonly open: 'computed'
  readonly compute: (scope: Scope) => Value
  readonly at?: string
}

/**
 * What expressions see, by bare or dotted name: hyperparameters chosen so far, `data.*` facts, `value` in a `where`, and
 * `input.size`, `input.rank`, `input.channels`, `input.height`, `input.width`, `input.length`, `input.features` where they exist.
 */
export type Scope = Readonly<Record<string, Value>>

/** Anything an option can hold. */
export type OptionValue =
  Value | Open | Component | readonly Component[] | Readonly<Record<string, Component>>

/** A use of a catalogue member: a layer, a combinator, an optimizer, … `D` is the union of the decisions below it. */
export interface Component<D = unknown> extends Carrier<D> {
  readonly definition: Definition
  /** Where it stands: the prefix of the paths below it, with `[*]` for copies; empty at the root. */
  readonly path: string
  readonly options: Readonly<Record<string, OptionValue>>
  /** `file:line:column` of the specification. */
  readonly at?: string
}

/** What stands where a module is expected: a layer, a combinator, or a choice among them. */
export type Module = Component | Open
