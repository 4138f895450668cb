// Types of the names that expressions read: by hyperparameter, by decision, numbers for facts and shapes.
import { unreachable } from '../../runtime/catalogue.js'
import type { Term } from '../../schemas/term.js'
import type { ExperimentNode, SpaceNode, ValueNode } from './nodes.js'

/** Type of a name as TypeScript writes it; names not listed are numbers (facts about data, shapes, costs). */
export type ScopeTypes = ReadonlyMap<string, string>

/** Types of hyperparameters and decisions over all arms; a name of several types has their union. */
export function scopeTypes(experiment: ExperimentNode): ScopeTypes {
  const types = new Map<string, Set<string>>()
  const add = (name: string, more: readonly string[]): void => {
    types.set(name, new Set([...(types.get(name) ?? []), ...more]))
  }
  for (const { space } of experiment.arms) {
    const known = hyperparameterTypes(space)
    for (const [name, of] of known) add(name, of)
    const visit = (value: ValueNode): void => {
      if (value.kind === 'choice') {
        const members = value.values.flatMap((each) => valueTypes(each, known))
        add(value.path.replaceAll('[*]', '[0]'), value.names === undefined ? members : ['string'])
      }
      for (const inner of valuesBelow(value)) visit(inner)
    }
    for (const { value } of space.hyperparameters) visit(value)
    visit(space.training)
    if (space.model !== undefined) visit(space.model)
  }
  return new Map([...types].map(([name, of]) => [name, [...of].sort().join(' | ')]))
}

/** Values directly below a value. */
export function valuesBelow(value: ValueNode): readonly ValueNode[] {
  switch (value.kind) {
    case 'literal':
    case 'reference':
    case 'computed':
    case 'distribution':
      return []
    case 'choice':
      return value.values
    case 'list':
      return value.items
    case 'record':
      return value.entries.map((entry) => entry.value)
    case 'component':
      return Object.values(value.options)
    default:
      return unreachable(value)
  }
}

/** Types by name; a name may have several. */
export type Types = ReadonlyMap<string, readonly string[]>

/** Types of the hyperparameters of a space. */
export function hyperparameterTypes(space: SpaceNode): Types {
  const types = new Map<string, readonly string[]>()
  for (const { name, value } of space.hyperparameters) types.set(name, valueTypes(value, types))
  return types
}

/** Types that a value can have. */
export function valueTypes(value: ValueNode, known: Types): readonly string[] {
  switch (value.kind) {
    case 'literal':
      return [Array.isArray(value.value) ? 'readonly (number | string | boolean)[]' : typeof value.value]
    case 'distribution':
      return ['number']
    case 'reference':
      return known.get(value.name) ?? ['number']
    case 'computed':
      return [termType(value.term, known)]
    case 'choice':
      return value.names === undefined ? value.values.flatMap((each) => valueTypes(each, known)) : ['string']
    case 'list':
    case 'record':
    case 'component':
      return ['string']
    default:
      return unreachable(value)
  }
}

/** Type of a term, its names' types given; operators give what they give whatever stands under them. */
export function termType(term: Term, known: Types): string {
  switch (term.kind) {
    case 'number':
    case 'string':
    case 'boolean':
      return term.kind
    case 'name':
      return (known.get(term.name) ?? ['number']).join(' | ')
    case 'unary':
      return term.operator === '-' ? 'number' : 'boolean'
    case 'binary':
      return ['+', '-', '*', '/', '%', '**'].includes(term.operator) ? 'number' : 'boolean'
    case 'conditional':
      return termType(term.then, known)
    case 'call':
      return 'number'
    default:
      return unreachable(term)
  }
}
