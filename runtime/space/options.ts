// Deciding and computing the options of a component, in the order of its definition. Knows no combinator and no shape flow.
import { PlanError } from '../../schemas/diagnostic.js'
import type { JsonObject } from '../../schemas/json.js'
import { unreachable } from '../support/invariant.js'
import type { Component, Distribution, OneOf, Open, OptionValue, Scope } from './component.js'
import type { Domain, Value } from './decision.js'
import { valueKey } from './domain.js'
import { Rejection } from './module-tree.js'
import type { Resolved, ResolvedOption } from './module-tree.js'
import { isComponent, isModule, isOpen } from './modules.js'

/** Who answers while options are resolved. Paths are given as the plan has them, copies as `[*]`. */
export interface Asker {
  decide(path: string, domain: Domain, structural: boolean, at: string | undefined): Value
  /** Names that expressions see here, and `value` where one is given. */
  scope(value?: Value): Scope
  /** The actual path of a path of the plan. */
  actual(path: string): string
}

/** A component with all options decided; absent options take their schema's default. */
export function resolveComponent(component: Component, asker: Asker): Resolved {
  const options: Record<string, ResolvedOption> = {}
  for (const name of Object.keys(component.definition.options)) {
    const value = resolveOption(component, name, asker)
    if (value !== undefined) options[name] = value
  }
  const path = asker.actual(component.path)
  const { definition, at } = component
  return at === undefined ? { definition, options, path } : { definition, options, path, at }
}

/** One option of a component; undefined where it is absent and has no default. */
export function resolveOption(component: Component, name: string, asker: Asker): ResolvedOption | undefined {
  const written = component.options[name]
  return written === undefined
    ? defaultOf(component.definition.options[name])
    : resolveValue(written, asker, name)
}

/** A value of an option, decided and computed. @throws PlanError `unknown-reference` @throws Rejection on an empty domain */
export function resolveValue(value: OptionValue, asker: Asker, name: string): ResolvedOption {
  if (typeof value !== 'object') return value
  if (isOpen(value)) return resolveOpen(value, asker, name)
  if (isComponent(value)) return resolveComponent(value, asker)
  if (Array.isArray(value)) return resolveList(value, asker)
  if (!Object.values(value).some(isModule)) return plainObject(value)
  throw new PlanError(
    'misplaced-modules',
    `Option '${name}' holds named modules, which only combinators take.`,
  )
}

/** A scalar that is a hyperparameter, an expression, a choice or a draw. */
export function resolveOpen(open: Open, asker: Asker, name: string): ResolvedOption {
  switch (open.open) {
    case 'one_of':
      return resolveOneOf(open, asker, name)
    case 'reference':
      return lookUp(open.name, asker, open.at)
    case 'computed':
      return open.compute(asker.scope())
    case 'uniform':
    case 'log_uniform':
    case 'int':
    case 'log_int':
    case 'normal':
      return asker.decide(open.path, distributionDomain(open), false, open.at)
    default:
      return unreachable(open)
  }
}

/** The alternative that is taken of a choice among components, or of any other open value the value itself. */
export function chooseAlternative(choice: OneOf, asker: Asker): OptionValue {
  const names = choice.names ?? []
  const domain = keep(choice, { kind: 'values', values: names, ordered: false }, asker)
  const name = asker.decide(choice.path, domain, true, choice.at)
  const value = choice.values[names.findIndex((other) => other === name)]
  if (value === undefined) throw new PlanError('unknown-alternative', `'${choice.path}' has no '${name}'.`)
  return value
}

function resolveOneOf(choice: OneOf, asker: Asker, name: string): ResolvedOption {
  if (choice.names !== undefined) return resolveValue(chooseAlternative(choice, asker), asker, name)
  const values = choice.values.every(isPlain) ? choice.values : distinct(choice, asker, name)
  const domain = keep(choice, { kind: 'values', values, ordered: choice.ordered }, asker)
  return asker.decide(choice.path, domain, false, choice.at)
}

/** Alternatives may refer to hyperparameters: `[16, $width]`; equal ones merge. */
function distinct(choice: OneOf, asker: Asker, name: string): readonly Value[] {
  const found = new Map<string, Value>()
  for (const written of choice.values) {
    const value = resolveValue(written, asker, name)
    if (!isPlain(value)) {
      throw new PlanError('unnamed-alternative', `Alternatives of '${choice.path}' need names.`)
    }
    const key = valueKey(value)
    if (!found.has(key)) found.set(key, value)
  }
  return [...found.values()]
}

/** Narrows a domain by the choice's `where`. */
function keep(
  choice: OneOf,
  domain: Extract<Domain, { kind: 'values' }>,
  asker: Asker,
): Extract<Domain, { kind: 'values' }> {
  const { where } = choice
  if (where === undefined) return domain
  const values = domain.values.filter((value) => where(asker.scope(value)))
  if (values.length === 0) {
    throw new Rejection(
      `no value of '${asker.actual(choice.path)}' satisfies its condition here`,
      choice.path,
      choice.at,
    )
  }
  return { ...domain, values }
}

function resolveList(items: readonly unknown[], asker: Asker): ResolvedOption {
  const components = items.filter(isComponent)
  if (components.length === items.length && items.length > 0) {
    return components.map((item) => resolveComponent(item, asker))
  }
  return items as Value
}

function lookUp(name: string, asker: Asker, at: string | undefined): Value {
  const value = asker.scope()[name]
  if (value !== undefined) return value
  throw new PlanError(
    'unknown-reference',
    `'$${name}' has no value here${at === undefined ? '' : ` (${at})`}.`,
    {
      hint: `Give '${name}' a value wherever it is referred to, or refer to it only where its 'when' holds.`,
    },
  )
}

function distributionDomain(open: Distribution): Domain {
  return open.open === 'normal'
    ? { kind: 'normal', mean: open.first, deviation: open.second }
    : { kind: open.open, low: open.first, high: open.second }
}

/** An object of settings is no choice: it passes through as it is. */
const plainObject = (value: object): ResolvedOption => value as ResolvedOption

/** Defaults of options that hold components are the compiler's affair: the runtime cannot look kinds up. */
function defaultOf(schema: JsonObject | undefined): ResolvedOption | undefined {
  const value = schema?.['default']
  if (value === undefined || schema?.['x-role'] !== undefined) return undefined
  return isPlain(value) ? value : undefined
}

const isPlain = (value: unknown): value is Value =>
  typeof value === 'number' ||
  typeof value === 'string' ||
  typeof value === 'boolean' ||
  (Array.isArray(value) && value.every((item) => !Array.isArray(item) && isPlain(item)))
