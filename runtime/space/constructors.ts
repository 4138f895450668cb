// What a plan writes its search space with: typed constructors whose result types carry the decisions inside,
// so that a plan whose tree and `Configuration` disagree does not type-check.
import type { Definition } from '../../schemas/definition.js'
import type { Signal } from '../support/shape.js'
import type {
  Carrier,
  Component,
  Computed,
  Decided,
  Distribution,
  OneOf,
  Open,
  OptionValue,
  Reference,
  Scope,
} from './component.js'
import type { Value } from './decision.js'
import type { Constraint, Hyperparameter, SearchSpace } from './search-space.js'
import type { ArgumentOf, ComponentOf, DecisionsIn, Exactly, OnlyKnown, OwnDecision } from './typed.js'

/** The constructor of a catalogue member: its path, its options (or its one bare option), its line and column. */
export type Constructor<Def extends Definition> = <
  const Path extends string,
  const Argument extends ArgumentOf<Def>,
>(
  path: Path,
  argument: Argument & OnlyKnown<Def, Argument>,
  at?: string,
) => ComponentOf<Def['role'], OwnDecision<Def, Path, Argument> | DecisionsIn<Argument>>

/** The typed constructor of a definition: `use(conv2d)('conv2d', { filters: 8 }, '14:9')`. */
export function use<const Def extends Definition>(definition: Def): Constructor<Def> {
  const bare = 'bare' in definition && typeof definition.bare === 'string' ? definition.bare : undefined
  const construct = (path: string, argument: unknown, at?: string): Component => ({
    definition,
    path,
    options: (bare === undefined ? argument : { [bare]: argument }) as Component['options'],
    ...place(at),
  })
  return construct as Constructor<Def>
}

/** Further facts of a choice. */
export interface OneOfFacts<S> {
  /** Whether neighbours in the list are alike; numbers are ordered unless this says otherwise. */
  readonly ordered?: boolean
  /** Keeps the values for which it holds. */
  readonly where?: (scope: S) => boolean
}

/** A choice among values. */
export function oneOf<
  const Path extends string,
  const Values extends readonly (Value | Reference | Computed)[],
  S extends object = Readonly<Record<string, never>>,
>(
  path: Path,
  values: Values,
  at?: string,
  facts?: OneOfFacts<S>,
): OneOf &
  Carrier<Decided<Path, Exclude<Values[number], object> | Extract<Values[number], readonly unknown[]>>>
/** A choice among components; the value of the choice is the name. */
export function oneOf<
  const Path extends string,
  const Named extends Readonly<Record<string, OptionValue>>,
  S extends object = Readonly<Record<string, never>>,
>(
  path: Path,
  named: Named,
  at?: string,
  facts?: OneOfFacts<S>,
): OneOf & Carrier<Decided<Path, keyof Named & string> | DecisionsIn<Named>>
export function oneOf(
  path: string,
  values: readonly OptionValue[] | Readonly<Record<string, OptionValue>>,
  at?: string,
  facts: OneOfFacts<never> = {},
): OneOf {
  const listed = isList(values)
  const items = listed ? values : Object.values(values)
  return {
    open: 'one_of',
    path,
    values: items,
    ...(listed ? {} : { names: Object.keys(values) }),
    ordered: facts.ordered ?? items.every((item) => typeof item === 'number'),
    ...(facts.where === undefined ? {} : { where: facts.where as (scope: Scope) => boolean }),
    ...place(at),
  }
}

/** A distribution in a plan: its path, then low and high, or mean and deviation. */
type DistributionConstructor = <const Path extends string>(
  path: Path,
  first: number,
  second: number,
  at?: string,
) => Distribution & Carrier<Decided<Path, number>>

const distribution =
  (open: Distribution['open']): DistributionConstructor =>
  (path, first, second, at) => ({ open, path, first, second, ...place(at) })

/** A real, equally likely between low and high. */
export const uniform = distribution('uniform')
/** A real whose logarithm is equally likely between those of low and high. */
export const logUniform = distribution('log_uniform')
/** An integer, equally likely between low and high, both included. */
export const int = distribution('int')
/** An integer, small ones likelier: the logarithm of the real below it is uniform on [low, high + 1). */
export const logInt = distribution('log_int')
/** A real around a mean with a deviation. */
export const normal = distribution('normal')

/** The value of a hyperparameter, or a fact such as `data.classes`. */
export const reference = (name: string, at?: string): Reference & Carrier<never> => ({
  open: 'reference',
  name,
  ...place(at),
})

/** A value computed from hyperparameters, facts and `input.*`; annotate the parameter with the names that are read. */
export const computed = <S extends object = Readonly<Record<string, never>>>(
  compute: (scope: S) => Value,
  at?: string,
): Computed & Carrier<never> => ({
  open: 'computed',
  compute: compute as (scope: Scope) => Value,
  ...place(at),
})

/** A named choice or dependent value, decided before the space; with `when`, only where that holds. */
export const hyperparameter = <
  const V extends Value | Open,
  S extends object = Readonly<Record<string, never>>,
>(
  name: string,
  value: V,
  at?: string,
  when?: (scope: S) => boolean,
): Hyperparameter & Carrier<DecisionsIn<V>> => ({
  name,
  value,
  ...(when === undefined ? {} : { when: when as (scope: Scope) => boolean }),
  ...place(at),
})

/** The names that every constraint sees. */
export interface Costs {
  readonly parameters: number
  readonly flops: number
}

/** A condition on whole configurations, with its text as written. */
export const constraint = <S extends object = Costs>(
  text: string,
  holds: (scope: S) => boolean,
  at?: string,
): Constraint => ({ text, holds: holds as (scope: Scope) => boolean, ...place(at) })

/** The parts of a search space as a plan writes them. */
export interface SpaceParts {
  readonly hyperparameters?: readonly (Hyperparameter & Carrier<unknown>)[]
  readonly training?: Component
  readonly model?: Component
  readonly constraints?: readonly Constraint[]
  readonly facts?: Scope
  readonly input?: Signal
}

/** The union of the decisions in the parts of a space. */
export type DecisionsOfParts<Parts extends SpaceParts> =
  | HyperparameterDecisions<Parts['hyperparameters']>
  | DecisionsIn<Parts['training']>
  | DecisionsIn<Parts['model']>

type HyperparameterDecisions<List> = List extends readonly (infer Item)[]
  ? Item extends Carrier<infer D>
    ? D
    : never
  : never

/** A search space whose decisions are exactly those of `Configuration`: any other tree is a type error that names the difference. */
export const searchSpace =
  <Configuration extends object>() =>
  <const Parts extends SpaceParts>(
    parts: Parts & Exactly<Configuration, DecisionsOfParts<Parts>>,
  ): SearchSpace<DecisionsOfParts<Parts>> => {
    const { hyperparameters = [], constraints = [], facts = {}, ...rest }: SpaceParts = parts
    return { hyperparameters, constraints, facts, ...rest } as SearchSpace<DecisionsOfParts<Parts>>
  }

const place = (at: string | undefined): { readonly at?: string } => (at === undefined ? {} : { at })

const isList = (values: unknown): values is readonly OptionValue[] => Array.isArray(values)
