// The search spaces of a plan: parts that arms share are written once, each under a name of its own.
import type { ArmNode, ConstraintNode, HyperparameterNode, SpaceNode } from '../ir/nodes.js'
import type { SpaceFacts } from '../ir/facts.js'
import { namesOf } from '../../runtime/catalogue.js'
import { configurationProperties, type Property } from './configuration.js'
import { call, layOut, list, object, type Code } from './layout.js'
import { literal } from './literal.js'
import { camelCase, upperFirst } from './names.js'
import { arrow, library, placeOf, printed, type PlanContext } from './plan-context.js'
import { constant, type Statement } from './statements.js'
import { scopeName } from './term.js'
import { quote } from './text.js'
import { emitComponent, emitValue } from './values.js'

/** Statements, and the name of each arm's space. */
export interface EmittedSpaces {
  readonly interfaces: readonly Statement[]
  readonly constants: readonly Statement[]
  readonly spaceOf: ReadonlyMap<string, string>
}

/** Writes the spaces of all arms. */
export function emitSpaces(context: PlanContext, facts: SpaceFacts): EmittedSpaces {
  const shelf = createShelf()
  const spaceOf = new Map<string, string>()
  for (const arm of context.experiment.arms) {
    const properties = configurationProperties(arm.space, context)
    const configuration = shelf.interfaceFor(arm.name, properties)
    const parts = emitParts(arm, shelf, context)
    const code = emitSpace(arm.space, { configuration, parts, facts }, context)
    spaceOf.set(arm.name, shelf.constantFor(arm.name, 'space', code))
  }
  return { interfaces: shelf.interfaces, constants: shelf.constants, spaceOf }
}

/** Names of the constants that hold an arm's parts, by part. */
function emitParts(arm: ArmNode, shelf: Shelf, context: PlanContext): readonly (readonly [string, string])[] {
  const { hyperparameters, training, model } = arm.space
  const part = (base: string, code: Code) => [base, shelf.constantFor(arm.name, base, code)] as const
  return [
    ...(hyperparameters.length === 0
      ? []
      : [
          part(
            'hyperparameters',
            list(
              hyperparameters.map((each) => emitHyperparameter(each, context)),
              ' as const',
            ),
          ),
        ]),
    part('training', emitComponent(training, context)),
    ...(model === undefined ? [] : [part('model', emitComponent(model, context))]),
  ]
}

function emitHyperparameter({ name, value, when, span }: HyperparameterNode, context: PlanContext): Code {
  // An open value says itself where it was written.
  const place = value.kind === 'literal' || when !== undefined ? [quote(placeOf(context, span))] : []
  const condition = when === undefined ? [] : [arrow(context, when)]
  return call(library(context, 'hyperparameter'), [
    quote(name),
    emitValue(value, context),
    ...place,
    ...condition,
  ])
}

interface SpaceNames {
  readonly configuration: string
  readonly parts: readonly (readonly [string, string])[]
  readonly facts: SpaceFacts
}

function emitSpace(
  space: SpaceNode,
  { configuration, parts, facts }: SpaceNames,
  context: PlanContext,
): Code {
  const known = Object.entries(facts.facts)
  return call(`${library(context, 'searchSpace')}<${configuration}>()`, [
    object([
      ...parts.map(([part, name]) => (part === name ? name : ([part, name] as const))),
      ...(space.constraints.length === 0
        ? []
        : [['constraints', list(space.constraints.map((each) => emitConstraint(each, context)))] as const]),
      ...(known.length === 0 ? [] : [['facts', literal(facts.facts)] as const]),
      ...(facts.input === undefined || space.model === undefined
        ? []
        : [['input', literal({ ...facts.input })] as const]),
    ]),
  ])
}

/** A constraint over costs alone needs no types of its own. */
function emitConstraint({ text, term, span }: ConstraintNode, context: PlanContext): Code {
  const onlyCosts = namesOf(term).every((name) => name === 'parameters' || name === 'flops')
  const holds = onlyCosts ? `(${scopeName}) => ${printed(context, term)}` : arrow(context, term)
  return call(library(context, 'constraint'), [quote(text), holds, quote(placeOf(context, span))])
}

/** Declarations by their code: equal code is written once. */
interface Shelf {
  readonly interfaces: Statement[]
  readonly constants: Statement[]
  /** Name of the constant that holds the code: `model` for the first of its kind, `wideModel` for an arm's own. */
  constantFor(arm: string, base: string, code: Code): string
  interfaceFor(arm: string, properties: readonly Property[]): string
}

function createShelf(): Shelf {
  const interfaces: Statement[] = []
  const constants: Statement[] = []
  const names = new Map<string, string>()
  const taken = new Set<string>()
  const nameFor = (arm: string, base: string, text: string): { name: string; known: boolean } => {
    const key = JSON.stringify([base, text])
    const before = names.get(key)
    if (before !== undefined) return { name: before, known: true }
    const own = base === 'Configuration' ? upperFirst(camelCase(arm)) : camelCase(arm)
    let name = taken.has(base) ? `${own}${upperFirst(base)}` : base
    while (taken.has(name)) name += '_'
    taken.add(name)
    names.set(key, name)
    return { name, known: false }
  }
  return {
    interfaces,
    constants,
    constantFor: (arm, base, code) => {
      const { name, known } = nameFor(arm, base, layOut(code))
      if (!known) constants.push(constant(name, code))
      return name
    },
    interfaceFor: (arm, properties) => {
      const { name, known } = nameFor(arm, 'Configuration', JSON.stringify(properties))
      const comment = 'The choices of one configuration, keyed by path.'
      if (!known) interfaces.push({ kind: 'interface', name, comment, properties })
      return name
    },
  }
}
