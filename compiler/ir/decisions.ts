// The decisions of a space in the order in which they are met, each with its domain: what a configuration's type lists.
import { unreachable, type Catalogue } from '../../runtime/catalogue.js'
import type { Span } from '../../schemas/diagnostic.js'
import type { Json } from '../../schemas/json.js'
import type { ComponentNode, SpaceNode, ValueNode } from './nodes.js'

/** What can be chosen at a decision, as far as the specification alone says. */
export type DecisionDomain =
  /** Scalars or lists; `more` where further values are computed or referred to. */
  | { readonly kind: 'values'; readonly values: readonly Json[]; readonly more: boolean }
  | { readonly kind: 'names'; readonly names: readonly string[] }
  | { readonly kind: 'presence' }
  | { readonly kind: 'order'; readonly children: number }
  | {
      readonly kind: 'uniform' | 'log_uniform' | 'int' | 'log_int' | 'normal'
      readonly first: number
      readonly second: number
    }

/** One decision; copies that share nothing as `[*]`. */
export interface DecisionFact {
  readonly path: string
  readonly span: Span
  readonly domain: DecisionDomain
  /** Whether a list was read as a choice here. */
  readonly listed: boolean
  readonly description?: string
}

/** All decisions: hyperparameters in listed order, then training, then the model depth-first. */
export function decisionsOf(space: SpaceNode, catalogue: Catalogue): readonly DecisionFact[] {
  return [
    ...space.hyperparameters.flatMap(({ value, description }) =>
      ofValue(value, catalogue).map((fact) => (description === undefined ? fact : { ...fact, description })),
    ),
    ...ofValue(space.training, catalogue),
    ...(space.model === undefined ? [] : ofValue(space.model, catalogue)),
  ]
}

function ofValue(value: ValueNode, catalogue: Catalogue): readonly DecisionFact[] {
  switch (value.kind) {
    case 'literal':
    case 'reference':
    case 'computed':
      return []
    case 'distribution': {
      const { path, span, first, second } = value
      return [{ path, span, listed: false, domain: { kind: value.distribution, first, second } }]
    }
    case 'choice':
      return [ofChoice(value), ...value.values.flatMap((each) => ofValue(each, catalogue))]
    case 'list':
      return value.items.flatMap((item) => ofValue(item, catalogue))
    case 'record':
      return value.entries.flatMap((entry) => ofValue(entry.value, catalogue))
    case 'component':
      return ofComponent(value, catalogue)
    default:
      return unreachable(value)
  }
}

function ofChoice(choice: Extract<ValueNode, { kind: 'choice' }>): DecisionFact {
  const { path, span, listed, names, values } = choice
  if (names !== undefined) return { path, span, listed, domain: { kind: 'names', names } }
  const literals = values.flatMap((value) => (value.kind === 'literal' ? [value.value] : []))
  const more = literals.length < values.length
  return { path, span, listed, domain: { kind: 'values', values: literals, more } }
}

function ofComponent(component: ComponentNode, catalogue: Catalogue): readonly DecisionFact[] {
  const own = ownDomain(component, catalogue)
  const below = Object.values(component.options).flatMap((option) => ofValue(option, catalogue))
  const { path, span } = component
  return own === undefined ? below : [{ path, span, listed: false, domain: own }, ...below]
}

function ownDomain(component: ComponentNode, catalogue: Catalogue): DecisionDomain | undefined {
  const definition =
    component.role === 'combinator' ? catalogue.combinator.get(component.component) : undefined
  if (definition === undefined || !('decides' in definition)) return undefined
  const options = Object.values(component.options)
  if (definition.decides === 'presence') return { kind: 'presence' }
  if (definition.decides === 'order') {
    const children = options.flatMap((option) => (option.kind === 'list' ? option.items : [])).length
    return children < 2 ? undefined : { kind: 'order', children }
  }
  const records = options.flatMap((option) => (option.kind === 'record' ? option.entries : []))
  return { kind: 'names', names: records.map(({ key }) => key) }
}
