// All definitions by role and kind, for the compiler and for help pages. Reaches definitions only: no native code is loaded.
import type { Definition, Role } from '../schemas/definition.js'
import { InvariantError } from '../schemas/diagnostic.js'
import * as claims from './claims/index.js'
import * as metrics from './metrics/index.js'
import * as averagings from './model/averaging/index.js'
import * as groups from './model/groups/index.js'
import * as initializers from './model/initializers/index.js'
import * as layers from './model/layers/index.js'
import * as losses from './model/losses/index.js'
import * as optimizers from './model/optimizers/index.js'
import * as prepare from './model/prepare/index.js'
import * as parametrizations from './model/parametrizations/index.js'
import type { PrepareStep } from './model/prepare/plan-preparation.js'
import type { PrepareDefinition } from './model/prepare/prepare.js'
import * as reparametrizations from './model/reparametrizations/index.js'
import * as schedules from './model/schedules/index.js'
import * as procedures from './procedures/index.js'
import * as protocols from './protocols/index.js'
import * as samplers from './samplers/index.js'
import * as schedulers from './schedulers/index.js'
import * as combinators from './space/combinators/index.js'

/** Definitions of every role, by kind. */
export type Catalogue = Readonly<Record<Role, ReadonlyMap<string, Definition>>>

/** The members that come with Espalier. */
export const catalogue: Catalogue = {
  averaging: byKind('averaging', averagings),
  claim: byKind('claim', claims),
  combinator: byKind('combinator', combinators),
  group: byKind('group', groups),
  initializer: byKind('initializer', initializers),
  layer: byKind('layer', layers),
  loss: byKind('loss', losses),
  metric: byKind('metric', metrics),
  optimizer: byKind('optimizer', optimizers),
  parametrization: byKind('parametrization', parametrizations),
  prepare: byKind('prepare', prepare),
  procedure: byKind('procedure', procedures),
  protocol: byKind('protocol', protocols),
  reparametrization: byKind('reparametrization', reparametrizations),
  sampler: byKind('sampler', samplers),
  schedule: byKind('schedule', schedules),
  scheduler: byKind('scheduler', schedulers),
}

function byKind(role: Role, members: Readonly<Record<string, unknown>>): ReadonlyMap<string, Definition> {
  const found = new Map<string, Definition>()
  for (const member of Object.values(members)) {
    if (!isDefinition(member)) continue
    if (member.role !== role || found.has(member.kind)) {
      throw new InvariantError(`catalogue: ${member.role} '${member.kind}' is misplaced or defined twice`)
    }
    found.set(member.kind, member)
  }
  return found
}

/** The catalogue with members of plugins added. @throws InvariantError where a kind is there already */
export function extendCatalogue(base: Catalogue, added: readonly Definition[]): Catalogue {
  const extended: Record<Role, ReadonlyMap<string, Definition>> = { ...base }
  for (const definition of added) {
    const members = extended[definition.role]
    if (members.has(definition.kind)) {
      throw new InvariantError(`catalogue: ${definition.role} '${definition.kind}' is defined twice`)
    }
    extended[definition.role] = new Map(members).set(definition.kind, definition)
  }
  return extended
}

/** A preparation step, with what the catalogue says that it does. */
export function prepareStep(
  kind: string,
  options: PrepareStep['options'],
  { prepare: members }: Catalogue,
): PrepareStep {
  const definition = members.get(kind) as PrepareDefinition | undefined
  return definition === undefined ? { kind, options } : { kind, definition, options }
}

function isDefinition(value: unknown): value is Definition {
  return typeof value === 'object' && value !== null && 'kind' in value && 'role' in value
}

export { digestOf, digestOfBytes } from './support/digest.js'
export { invariant, unreachable } from './support/invariant.js'
export { evaluateTerm, namesOf, partsOf, type TermScope, type TermValue } from './support/term.js'

// What the compiler needs of search spaces, for checks and for `espalier space`.
export { use } from './space/constructors.js'
export { fromConfiguration, replay } from './space/replay.js'
export { ConstraintRejection, specify } from './space/specify.js'
export { count, showCount, type Count } from './space/count.js'
export { printSpace, spaceLines, type SpaceLine } from './space/print.js'
export { costRanges, type CostRange, type CostRanges } from './space/ranges.js'

// What the compiler needs of protocols: the leak rules, over the units that a run will really use.
export { checkLeaks, leakRules, phaseCells } from './protocols/leaks/check.js'
export type { LeakCase, LeakFinding, PhaseCell, PretrainedFile } from './protocols/leaks/leak-rule.js'
// For the check `claim-unreachable`.
export { unreachableClaims, type Unreachable } from './claims/family.js'
// The tree that the compiler instantiates to look at a space as a run would.
export type { Component, OptionValue, Scope } from './space/component.js'
export type { Configuration, Value as RuntimeValue } from './space/decision.js'
export { Rejection } from './space/module-tree.js'
export { estimateAcceptance, type Acceptance } from './space/sample.js'
export type { SearchSpace, Specified } from './space/search-space.js'
export { randomStream } from './support/random.js'
// For arms that are model files.
export { isServed } from './model/pretrained/serves.js'
// For parametrizations that do not go with an optimizer.
export type { Optimizer } from './model/optimizers/optimizer.js'
export type { Parametrization } from './model/parametrizations/parametrization.js'
export type { ProcedureDefinition } from './procedures/procedure.js'
export type { SamplerDefinition } from './samplers/sampler.js'
export type { ProtocolContext, ProtocolDefinition } from './protocols/protocol.js'
export { gridValues, leaves } from './space/enumerate.js'
export { drawAccepted, randomly } from './space/sample.js'
export { specifier } from './space/specify.js'

// What the compiler needs of preparation: types through the steps, the model's input, facts, and problems, all without rows.
export { dataFacts, planPreparation } from './model/prepare/plan-preparation.js'
export type { PreparationFinding, PreparationPlan, PrepareStep } from './model/prepare/plan-preparation.js'

// For the sentences of claims, and what their quantities read.
export { describeQuantity, metricsOf, quantityArms } from './claims/quantities/find.js'

// For patterns of parameters.
export { matchesParameter, patternsOf, type ParameterPlace } from './model/parameter-pattern.js'
