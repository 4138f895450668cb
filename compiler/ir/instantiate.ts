// The IR of a space → the tree that a plan would build, through the catalogue: what checks walk is what runs walk.
import {
  evaluateTerm,
  invariant,
  unreachable,
  type Catalogue,
  type Component,
  type OptionValue,
  type RuntimeValue,
  type SearchSpace,
  type Scope,
} from '../../runtime/catalogue.js'
import type { Span } from '../../schemas/diagnostic.js'
import type { Json } from '../../schemas/json.js'
import type { Term } from '../../schemas/term.js'
import type { SpaceFacts } from './facts.js'
import type { ChoiceNode, ComponentNode, SpaceNode, ValueNode } from './nodes.js'

/** The search space of an arm. */
export function instantiateSpace(space: SpaceNode, facts: SpaceFacts, catalogue: Catalogue): SearchSpace {
  return {
    hyperparameters: space.hyperparameters.map(({ name, value, when, span }) => ({
      name,
      value: hyperparameterValue(value, catalogue),
      ...(when === undefined ? {} : { when: condition(when) }),
      at: placeOf(span),
    })),
    training: instantiateComponent(space.training, catalogue),
    ...(space.model === undefined ? {} : { model: instantiateComponent(space.model, catalogue) }),
    constraints: space.constraints.map(({ text, term, span }) => ({
      text,
      holds: condition(term),
      at: placeOf(span),
    })),
    facts: facts.facts,
    ...(facts.input === undefined ? {} : { input: facts.input }),
  }
}

/** A component with everything below it. */
export function instantiateComponent(component: ComponentNode, catalogue: Catalogue): Component {
  const definition = catalogue[component.role].get(component.component)
  invariant(definition, `'${component.component}' is not in the catalogue`)
  return {
    definition,
    path: component.path,
    options: Object.fromEntries(
      Object.entries(component.options).map(([name, value]) => [name, instantiateValue(value, catalogue)]),
    ),
    at: placeOf(component.span),
  }
}

/** `file:line:column` */
export const placeOf = ({ file, start }: Span): string => `${file}:${start.line}:${start.column}`

function hyperparameterValue(
  value: ValueNode,
  catalogue: Catalogue,
): SearchSpace['hyperparameters'][number]['value'] {
  const made = instantiateValue(value, catalogue)
  invariant(
    typeof made !== 'object' || Array.isArray(made) || 'open' in made,
    'a hyperparameter holds a component',
  )
  return made as SearchSpace['hyperparameters'][number]['value']
}

function instantiateValue(value: ValueNode, catalogue: Catalogue): OptionValue {
  switch (value.kind) {
    case 'literal':
      return plain(value.value)
    case 'reference':
      return { open: 'reference', name: value.name, at: placeOf(value.span) }
    case 'computed':
      return { open: 'computed', compute: computation(value.term), at: placeOf(value.span) }
    case 'distribution': {
      const { distribution, path, first, second } = value
      return { open: distribution, path, first, second, at: placeOf(value.span) }
    }
    case 'choice':
      return instantiateChoice(value, catalogue)
    case 'list':
      return value.items.map((item) => componentOf(item, catalogue))
    case 'record':
      return Object.fromEntries(
        value.entries.map((entry) => [entry.key, componentOf(entry.value, catalogue)]),
      )
    case 'component':
      return instantiateComponent(value, catalogue)
    default:
      return unreachable(value)
  }
}

function instantiateChoice(choice: ChoiceNode, catalogue: Catalogue): OptionValue {
  const { path, names, ordered, where } = choice
  return {
    open: 'one_of',
    path,
    values: choice.values.map((value) => instantiateValue(value, catalogue)),
    ...(names === undefined ? {} : { names }),
    ordered,
    ...(where === undefined ? {} : { where: condition(where) }),
    at: placeOf(choice.span),
  }
}

function componentOf(value: ValueNode, catalogue: Catalogue): Component {
  invariant(value.kind === 'component', `a ${value.kind} stands where a component is expected`)
  return instantiateComponent(value, catalogue)
}

/** Nested option objects pass through as they are: no one chooses inside them. */
const plain = (value: Json): OptionValue => value as OptionValue

const condition =
  (term: Term): ((scope: Scope) => boolean) =>
  (scope) =>
    evaluateTerm(term, scope) === true

const computation =
  (term: Term): ((scope: Scope) => RuntimeValue) =>
  (scope) =>
    evaluateTerm(term, scope) ?? Number.NaN
