// The types behind a plan's constructors: what options a definition admits, and which decisions an expression holds.
// Types only; nothing here exists at run time.
import type { Definition, Role } from '../../schemas/definition.js'
import type { JsonObject } from '../../schemas/json.js'
import type { Carrier, Component, Decided, Open, OptionValue } from './component.js'
import type { Value } from './decision.js'

/** The union of the {@link Decided} inside an option's value, a component, a list or a record of them. */
export type DecisionsIn<T> = T extends string | number | boolean | undefined
  ? never
  : T extends Component<infer D>
    ? D
    : T extends { readonly open: string } & Carrier<infer D>
      ? D
      : T extends readonly (infer Item)[]
        ? DecisionsIn<Item>
        : T extends object
          ? { [Name in keyof T]: DecisionsIn<T[Name]> }[keyof T]
          : never

/** A component of one of some roles. */
export type ComponentOf<R extends Role, D = unknown> = Component<D> & {
  readonly definition: { readonly role: R }
}

type RoleOf<Name> = Name extends 'layer' ? 'layer' | 'combinator' : Name extends Role ? Name : Role

/** What may stand for a component of a role: one of them, or a choice among them. */
type Slot<R extends Role> = ComponentOf<R> | Open<unknown>

/** A value of a JSON schema of the catalogue, as far as types can say. */
type Scalar<Schema> = Schema extends { readonly enum: readonly (infer Member)[] }
  ? Member
  : Schema extends { readonly type: infer Type }
    ? Typed<Type>
    : Value

type Typed<Type> = Type extends readonly (infer Each)[]
  ? Typed<Each>
  : Type extends 'number' | 'integer'
    ? number
    : Type extends 'string'
      ? string
      : Type extends 'boolean'
        ? boolean
        : Type extends 'array'
          ? readonly (number | string | boolean)[]
          : Type extends 'object'
            ? JsonObject
            : never

/** What an option of a schema admits in a plan. */
type OptionOf<Schema> = Schema extends { readonly 'x-role': infer Name }
  ? Schema extends { readonly type: 'array' | 'object' }
    ? readonly Slot<RoleOf<Name>>[] | { readonly [name: string]: Slot<RoleOf<Name>> }
    : Slot<RoleOf<Name>>
  : Scalar<Schema> | (Schema extends { readonly 'x-open': true } ? Open<unknown> : never)

type Required<Def extends Definition> = Def['required'][number]

/** The options object of a definition: required ones, and optional ones that have a default. */
export type OptionsOf<Def extends Definition> = string extends keyof Def['options']
  ? { readonly [name: string]: OptionValue }
  : {
      readonly [Name in keyof Def['options'] as Name extends Required<Def> ? Name : never]: OptionOf<
        Def['options'][Name]
      >
    } & {
      readonly [Name in keyof Def['options'] as Name extends Required<Def> ? never : Name]?: OptionOf<
        Def['options'][Name]
      >
    }

/** The second argument of a definition's constructor: its options, or its one `bare` option. */
export type ArgumentOf<Def extends Definition> = Def extends { readonly bare: infer Name extends string }
  ? OptionOf<Def['options'][Name]>
  : OptionsOf<Def>

/** The decision that a combinator makes at its own path. */
export type OwnDecision<Def, Path extends string, Argument> = Def extends { readonly decides: infer What }
  ? What extends 'alternative'
    ? Decided<Path, keyof Argument & string>
    : What extends 'presence'
      ? Decided<Path, boolean>
      : Decided<Path, string>
  : never

/** `repeat[*].x` as the pattern of the keys of a configuration: `repeat[${number}].x`. */
export type KeyOf<Path extends string> = Path extends `${infer Before}[*]${infer After}`
  ? `${Before}[${number}]${KeyOf<After>}`
  : Path

/** The configuration type that decisions amount to. */
export type ConfigurationOf<D> = {
  readonly [Each in D as Each extends Decided<infer Path> ? KeyOf<Path> : never]: Each extends Decided<
    string,
    infer V
  >
    ? V
    : never
}

/** Keys of which the two types differ: missing in one, or of another type. */
type Differing<A, B> =
  | Exclude<keyof A, keyof B>
  | Exclude<keyof B, keyof A>
  | {
      [Key in keyof A & keyof B]-?: [A[Key]] extends [B[Key]]
        ? [B[Key]] extends [A[Key]]
          ? never
          : Key
        : Key
    }[keyof A & keyof B]

/** A key as a message shows it: copies as `[*]`. */
type Shown<Key> = Key extends `${infer Before}[${infer Index}]${infer After}`
  ? `${number}` extends Index
    ? `${Before}[*]${Shown<After>}`
    : `${Before}[${Index}]${Shown<After>}`
  : Key & string

/**
 * Accepts anything where the decisions are exactly those of the configuration type; elsewhere demands one property for each decision
 * that differs, so that the compiler's message names them. Untyped trees (decisions unknown) pass.
 */
export type Exactly<Configuration, D> = unknown extends D
  ? unknown
  : Complaint<Differing<ConfigurationOf<D>, Configuration>>

type Complaint<Keys> = [Keys] extends [never]
  ? unknown
  : { readonly [Key in Keys as `differs from Configuration: ${Shown<Key>}`]: never }

/** Refuses options that the definition does not have. */
export type OnlyKnown<Def extends Definition, Argument> = Def extends { readonly bare: string }
  ? unknown
  : { readonly [Name in Exclude<keyof Argument, keyof Def['options']>]: never }
