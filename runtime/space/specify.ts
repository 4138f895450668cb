// Choosing at each open point in turn: hyperparameters, training options, then the model depth-first with shapes flowing.
// What stands where a module is a combinator is that combinator's file; what samplers do with decisions is theirs.
import { PlanError } from '../../schemas/diagnostic.js'
import type { Signal } from '../support/shape.js'
import type { CombinatorDefinition, Part, Walk } from './combinator.js'
import type { Component, Module, Scope } from './component.js'
import type { Configuration, Decide, Decision, Domain, Value } from './decision.js'
import { contains, domainSize, valueAt } from './domain.js'
import { Rejection } from './module-tree.js'
import type { LayerDefinition, LayerUse, ModuleTree, Resolved } from './module-tree.js'
import { isComponent } from './modules.js'
import { chooseAlternative, resolveComponent, resolveOpen, resolveOption } from './options.js'
import type { Asker } from './options.js'
import { actualPath, copyPlace, rootPlace } from './place.js'
import type { Place } from './place.js'
import { scopeAt, scopeOf } from './scope.js'
import type { GrowingScope, Watch } from './scope.js'
import type { Hyperparameter, SearchSpace, Specified } from './search-space.js'
import { structuralNames } from './structural.js'

/** A constraint that does not hold for what was chosen. */
export class ConstraintRejection extends Rejection {}

/**
 * Walks the space, asking `decide` at each decision with more than one value, and gives what the answers pick.
 * @throws Rejection when a layer cannot be built there, a domain is empty, or (as ConstraintRejection) a constraint is false
 * @throws PlanError when the space itself is inconsistent
 */
export const specify = (space: SearchSpace, decide: Decide): Specified => specifier(space)(decide)

/** {@link specify} for many walks of one space: what depends on the space alone is worked out once. */
export function specifier(space: SearchSpace): (decide: Decide) => Specified {
  const structural = structuralNames(space)
  return (decide) => walkSpace(openSession(space, decide, structural))
}

function walkSpace(session: Session): Specified {
  const { space } = session
  for (const hyperparameter of space.hyperparameters) decideHyperparameter(session, hyperparameter)
  const training =
    space.training === undefined
      ? undefined
      : resolveComponent(space.training, askerAt(session, rootPlace, undefined))
  const model = space.model === undefined ? undefined : walkModel(session, space.model)
  const specified = finish(session, training, model)
  checkConstraints(space, specified)
  return specified
}

/** What one walk gathers. */
interface Session {
  readonly space: SearchSpace
  readonly ask: Decide
  /** Names of hyperparameters that decide which decisions exist. */
  readonly structural: ReadonlySet<string>
  /** Everything decided, by actual path, single values included. */
  readonly decided: Map<string, Value>
  readonly decisions: Decision[]
  readonly chosen: [string, Value][]
  readonly settled: [string, Value][]
  readonly hyperparameters: GrowingScope
  readonly scope: GrowingScope
  /** Trained numbers by scope of parameters. */
  readonly weights: Map<string, number>
  readonly named: Map<string, { readonly module: Module; readonly place: Place }>
  /** Sees which names expressions read. */
  readonly watch: Watch | undefined
  flops: number
}

/**
 * Walks one module on its own, the names that it sees given: for counting, not for models.
 * @throws Rejection as {@link specify}
 */
export function walkAlone(
  space: SearchSpace,
  surroundings: { readonly names: Scope; readonly input: Signal; readonly watch: Watch },
  module: Module,
  decide: Decide,
): ModuleTree {
  const { names, input, watch } = surroundings
  const session = openSession({ ...space, facts: names }, decide, new Set(), watch)
  return walkModule(session, module, input, rootPlace)
}

function openSession(
  space: SearchSpace,
  ask: Decide,
  structural: ReadonlySet<string>,
  watch?: Watch,
): Session {
  return {
    space,
    ask,
    structural,
    decided: new Map(),
    decisions: [],
    chosen: [],
    settled: [],
    hyperparameters: scopeOf(),
    scope: scopeOf(space.facts),
    weights: new Map(),
    named: new Map(),
    watch,
    flops: 0,
  }
}

function decideHyperparameter(session: Session, hyperparameter: Hyperparameter): void {
  const { name, value, when } = hyperparameter
  if (when !== undefined && !when(session.scope)) return
  const asker = askerAt(session, rootPlace, undefined)
  const open = typeof value === 'object' && 'open' in value
  const chosen = open ? resolveOpen(value, asker, name) : value
  if (typeof chosen === 'object' && !Array.isArray(chosen)) {
    throw new PlanError('misplaced-component', `Hyperparameter '${name}' cannot be a component.`)
  }
  session.hyperparameters[name] = chosen as Value
  session.scope[name] = chosen as Value
}

function walkModel(session: Session, model: Component): ModuleTree {
  const { input } = session.space
  if (input === undefined) throw new PlanError('missing-input', 'The space has a model but no input.')
  return walkModule(session, model, input, rootPlace)
}

function walkModule(session: Session, module: Module, input: Signal, place: Place): ModuleTree {
  if (!isComponent(module))
    return walkModule(session, alternative(session, module, input, place), input, place)
  const { definition } = module
  if (definition.role === 'layer') return walkLayer(session, module, input, place)
  if (definition.role === 'combinator') {
    return (definition as CombinatorDefinition).specify(walkAt(session, module, input, place))
  }
  throw new PlanError(
    'not-a-module',
    `'${definition.kind}' at '${module.path}' is a ${definition.role}, not a layer or a combinator.`,
  )
}

function alternative(session: Session, module: Exclude<Module, Component>, input: Signal, place: Place) {
  const asker = askerAt(session, place, input)
  const chosen = module.open === 'one_of' ? chooseAlternative(module, asker) : undefined
  if (isComponent(chosen)) return chosen
  throw new PlanError('not-a-module', `A module was expected, but a ${module.open} was found.`)
}

function walkLayer(session: Session, component: Component, input: Signal, place: Place): LayerUse {
  const definition = component.definition as LayerDefinition
  const layer = resolveComponent(component, askerAt(session, place, input))
  const parameters = actualPath(place.parameters, place, component.path)
  try {
    const output = definition.output(layer.options, input)
    const cost = definition.cost(layer.options, input)
    charge(session, parameters, cost.parameters)
    session.flops += cost.flops
    return { kind: 'layer', layer, parameters, input, output }
  } catch (error) {
    if (error instanceof Rejection && error.path === '') {
      throw new Rejection(error.message, layer.path, error.at ?? component.at)
    }
    throw error
  }
}

/** Shared weights count once, and must be of one size wherever they are used. */
function charge(session: Session, scope: string, parameters: number): void {
  const before = session.weights.get(scope)
  if (before !== undefined && before !== parameters) {
    throw new Rejection(
      `the weights '${scope}' are shared, but hold ${before} numbers in one place and ${parameters} in another`,
      '',
    )
  }
  session.weights.set(scope, parameters)
}

function walkAt(session: Session, component: Component, input: Signal, place: Place): Walk {
  const asker = askerAt(session, place, input)
  const module = (part: Part, entering: Signal): ModuleTree =>
    walkModule(
      session,
      part.module,
      entering,
      part.copy === undefined ? place : copyPlace(place, component.path, part.copy),
    )
  return {
    component,
    input,
    decide: (domain) => asker.decide(component.path, domain, true, component.at),
    option: (name) => resolveOption(component, name, asker),
    written: (name) => component.options[name],
    module,
    chain: (parts, entering) => chainOf(parts, entering, module),
    named: (name, body, entering) => {
      if (body !== undefined) session.named.set(name, { module: body, place })
      const known = session.named.get(name)
      if (known === undefined) throw new PlanError('unknown-shared', `No module is shared as '${name}' yet.`)
      return walkModule(session, known.module, entering, known.place)
    },
  }
}

/** One after the other; sequences inside are flattened, a lone module stands for itself. */
function chainOf(
  parts: readonly Part[],
  input: Signal,
  module: (part: Part, input: Signal) => ModuleTree,
): ModuleTree {
  const children: ModuleTree[] = []
  let output = input
  for (const part of parts) {
    const tree = module(part, output)
    output = tree.output
    if (tree.kind === 'sequence') children.push(...tree.children)
    else children.push(tree)
  }
  const [only] = children
  return only !== undefined && children.length === 1 ? only : { kind: 'sequence', children, input, output }
}

function askerAt(session: Session, place: Place, input: Signal | undefined): Asker {
  const actual = (path: string): string => actualPath(place.decisions, place, path)
  return {
    actual,
    scope: scopeAt(session.scope, input, session.watch),
    decide: (path, domain, structural, at) =>
      decideOnce(session, actual(path), domain, structural || session.structural.has(path), at),
  }
}

/** Asks unless only one value is left (single-value propagation) or the path was decided before (shared choices). */
function decideOnce(
  session: Session,
  path: string,
  domain: Domain,
  structural: boolean,
  at: string | undefined,
): Value {
  const before = session.decided.get(path)
  if (before !== undefined) {
    if (contains(domain, before)) return before
    throw new Rejection(
      `the shared choice '${path}' is ${String(before)}, which is not allowed here`,
      path,
      at,
    )
  }
  const only = domainSize(domain) === 1
  const decision = at === undefined ? { path, domain, structural } : { path, domain, structural, at }
  const value = only ? valueAt(domain, 0) : session.ask(decision)
  session.decided.set(path, value)
  if (only) session.settled.push([path, value])
  else {
    session.decisions.push(decision)
    session.chosen.push([path, value])
  }
  return value
}

const nothing: Configuration = {}

function finish(session: Session, training: Resolved | undefined, model: ModuleTree | undefined): Specified {
  let parameters = 0
  for (const count of session.weights.values()) parameters += count
  return {
    configuration: Object.fromEntries(session.chosen),
    settled: session.settled.length === 0 ? nothing : Object.fromEntries(session.settled),
    decisions: session.decisions,
    hyperparameters: session.hyperparameters,
    ...(training === undefined ? {} : { training }),
    ...(model === undefined ? {} : { model }),
    parameters,
    flops: session.flops,
  }
}

function checkConstraints(space: SearchSpace, specified: Specified): void {
  if (space.constraints.length === 0) return
  const { configuration, hyperparameters, parameters, flops } = specified
  const scope = scopeOf(space.facts, configuration, hyperparameters, { parameters, flops })
  for (const { text, holds, at } of space.constraints) {
    if (!holds(scope)) throw new ConstraintRejection(`constraint '${text}' does not hold`, '', at)
  }
}
