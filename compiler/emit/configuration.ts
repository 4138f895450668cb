// The `Configuration` interface: one property a choice, with its domain and its line in a comment; and `Scope`, what expressions read.
import { unreachable } from '../../runtime/catalogue.js'
import type { Json } from '../../schemas/json.js'
import { decisionsOf, type DecisionDomain, type DecisionFact } from '../ir/decisions.js'
import type { SpaceNode } from '../ir/nodes.js'
import { scopeTypes } from '../ir/scope-types.js'
import { layOut, propertyKey } from './layout.js'
import { literal } from './literal.js'
import { upperFirst } from './names.js'
import type { PlanContext } from './plan-context.js'
import { commentText, quote } from './text.js'

/** One property of an interface. */
export interface Property {
  readonly comment: string
  /** `readonly learning_rate: number` */
  readonly text: string
}

/** The properties of a space's configurations. */
export const configurationProperties = (space: SpaceNode, context: PlanContext): readonly Property[] =>
  decisionsOf(space, context.catalogue).map((fact) => ({
    comment: describe(fact),
    text: `readonly ${decisionKey(fact.path)}: ${typeOf(fact.domain)}`,
  }))

/** The properties of what expressions read. */
export function scopeProperties(context: PlanContext): readonly string[] {
  const types = scopeTypes(context.experiment)
  return [...context.names]
    .sort()
    .map((name) => `readonly ${propertyKey(name)}: ${types.get(name) ?? 'number'}`)
}

/** `learning_rate`, `'repeat.times'`, or for copies a pattern: [copy: `repeat[${number}].x`]. */
function decisionKey(path: string): string {
  if (!path.includes('[*]')) return propertyKey(path)
  const pattern = path
    .split('[*]')
    .map((part) => part.replace(/[\\`]|\$\{/g, (found) => `\\${found}`))
    .join('[${number}]')
  return `[copy: \`${pattern}\`]`
}

function typeOf(domain: DecisionDomain): string {
  switch (domain.kind) {
    case 'values': {
      const types = domain.values.map((value) => typeOfValue(value))
      return types.length === 0 ? 'never' : types.join(' | ')
    }
    case 'names':
      return domain.names.map(quote).join(' | ')
    case 'presence':
      return 'boolean'
    case 'order':
      return 'string'
    case 'uniform':
    case 'log_uniform':
    case 'int':
    case 'log_int':
    case 'normal':
      return 'number'
    default:
      return unreachable(domain)
  }
}

const typeOfValue = (value: Json): string =>
  `${Array.isArray(value) ? 'readonly ' : ''}${layOut(literal(value))}`

function describe({ domain, span, description }: DecisionFact): string {
  const where = `${span.file}:${span.start.line}:${span.start.column}`
  const said =
    description === undefined ? '' : `${upperFirst(commentText(description)).replace(/[.!?]$/, '')}. `
  return `${said}${describeDomain(domain)} (${commentText(where)}).`
}

function describeDomain(domain: DecisionDomain): string {
  switch (domain.kind) {
    case 'values':
      return `One of ${domain.values.map((value) => commentText(show(value))).join(', ')}${domain.more ? ', or what is computed' : ''}`
    case 'names':
      return `One of ${domain.names.map(commentText).join(', ')}`
    case 'presence':
      return 'Present or not'
    case 'order':
      return `An order of ${domain.children} modules`
    case 'uniform':
      return `Uniform between ${domain.first} and ${domain.second}`
    case 'log_uniform':
      return `Log-uniform between ${domain.first} and ${domain.second}`
    case 'int':
      return `A whole number between ${domain.first} and ${domain.second}`
    case 'log_int':
      return `A whole number between ${domain.first} and ${domain.second}, small ones likelier`
    case 'normal':
      return `Normal with mean ${domain.first} and deviation ${domain.second}`
    default:
      return unreachable(domain)
  }
}

const show = (value: Json): string => (typeof value === 'string' ? value : JSON.stringify(value))
