// Value nodes as code: literals, choices, distributions, references, expressions, and nested constructor calls.
import { unreachable } from '../../runtime/catalogue.js'
import type { ChoiceNode, ComponentNode, ListNode, RecordNode, ValueNode } from '../ir/nodes.js'
import { call, list, object, type Code } from './layout.js'
import { literal, number } from './literal.js'
import { camelCase } from './names.js'
import { arrow, constructorOf, library, placeOf, type PlanContext } from './plan-context.js'
import { quote } from './text.js'

/** The code of a value. */
export function emitValue(value: ValueNode, context: PlanContext): Code {
  switch (value.kind) {
    case 'literal':
      return literal(value.value)
    case 'reference':
      return call(library(context, 'reference'), [quote(value.name)])
    case 'computed':
      return call(library(context, 'computed'), [arrow(context, value.term)])
    case 'distribution': {
      const name = library(context, camelCase(value.distribution))
      return call(name, [quote(value.path), number(value.first), number(value.second), at(value, context)])
    }
    case 'choice':
      return emitChoice(value, context)
    case 'list':
      return emitList(value, context)
    case 'record':
      return emitRecord(value, context)
    case 'component':
      return emitComponent(value, context)
    default:
      return unreachable(value)
  }
}

/** `conv2d('path', { … }, '16:15')`. */
export function emitComponent(component: ComponentNode, context: PlanContext): Code {
  const name = constructorOf(context, component)
  const bare = bareOption(component, context)
  const only = bare === undefined ? undefined : component.options[bare]
  const argument = only === undefined ? object(emitOptions(component, context)) : emitValue(only, context)
  return call(name, [quote(component.path), argument, ...placed(component, context)])
}

/** Defaults of layers stay with their definitions; everything else says what it does. */
function emitOptions(component: ComponentNode, context: PlanContext): readonly (readonly [string, Code])[] {
  const quiet = component.role === 'layer' || component.role === 'combinator'
  return Object.entries(component.options).flatMap(([name, value]): (readonly [string, Code])[] => {
    const standard = (value.kind === 'literal' || value.kind === 'component') && value.origin === 'default'
    return standard && quiet ? [] : [[name, emitValue(value, context)]]
  })
}

function emitChoice(choice: ChoiceNode, context: PlanContext): Code {
  const { names, values, where, ordered } = choice
  const alternatives =
    names === undefined
      ? list(values.map((value) => emitValue(value, context)))
      : object(values.map((value, index) => [names[index] ?? '', emitValue(value, context)]))
  const numeric = values.every((value) => value.kind === 'literal' && typeof value.value === 'number')
  const facts: (readonly [string, Code])[] = [
    ...(ordered === numeric ? [] : [['ordered', String(ordered)] as const]),
    ...(where === undefined ? [] : [['where', arrow(context, where, alternativeType(choice))] as const]),
  ]
  return call(library(context, 'oneOf'), [
    quote(choice.path),
    alternatives,
    at(choice, context),
    ...(facts.length === 0 ? [] : [object(facts)]),
  ])
}

/** Type of the alternatives, widened: conditions compare them with anything. */
function alternativeType({ names, values }: ChoiceNode): string {
  if (names !== undefined) return 'string'
  const types = values.map((value) => (value.kind === 'literal' ? typeof value.value : 'number'))
  return [...new Set(types)].sort().join(' | ')
}

const emitList = (value: ListNode, context: PlanContext): Code =>
  list(value.items.map((item) => emitValue(item, context)))

const emitRecord = (value: RecordNode, context: PlanContext): Code =>
  object(value.entries.map((entry) => [entry.key, emitValue(entry.value, context)]))

/** The option that the constructor takes in place of an options object. */
function bareOption(component: ComponentNode, context: PlanContext): string | undefined {
  const definition = context.catalogue[component.role].get(component.component)
  const bare = definition !== undefined && 'bare' in definition ? definition.bare : undefined
  return typeof bare === 'string' ? bare : undefined
}

/** Components of the author say where they were written; those that a default filled in do not. */
const placed = (component: ComponentNode, context: PlanContext): readonly Code[] =>
  component.origin === 'default' ? [] : [at(component, context)]

const at = (value: ValueNode, context: PlanContext): Code => quote(placeOf(context, value.span))
