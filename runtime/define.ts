// What user code imports: a helper for each role, which types a definition by the schemas of its options, and readers of options.
// The helpers are identity functions; nothing heavier than the initializers' arithmetic is pulled in.
import type { Definition } from '../schemas/definition.js'
import type { MetricDefinition } from './metrics/metric.js'
import type { Averaging } from './model/averaging/averaging.js'
import type { Group } from './model/groups/group.js'
import type { Initializer } from './model/initializers/initializer.js'
import type { Layer } from './model/layers/layer.js'
import type { Loss } from './model/losses/loss.js'
import type { Optimizer } from './model/optimizers/optimizer.js'
import type { Parametrization } from './model/parametrizations/parametrization.js'
import type { PrepareDefinition } from './model/prepare/prepare.js'
import type { Reparametrization } from './model/reparametrizations/reparametrization.js'
import type { Schedule } from './model/schedules/schedule.js'
import type { ObjectiveFunction } from './procedures/objective-function.js'
import type { OwnProcedureDefinition } from './procedures/procedure.js'
import type { SamplerDefinition } from './samplers/sampler.js'
import type { SchedulerDefinition } from './schedulers/scheduler.js'
import type { CombinatorDefinition } from './space/combinator.js'

export type { Definition, OptionSchema, Role } from '../schemas/definition.js'
export type { MetricDefinition, MetricFacts, Outputs } from './metrics/metric.js'
export type { Averaging, UpdatePosition } from './model/averaging/averaging.js'
export type { Group, Treatment } from './model/groups/group.js'
export type { Initializer, InitializerTarget } from './model/initializers/initializer.js'
export type { Layer, LayerContext, ParameterDeclaration } from './model/layers/layer.js'
export type { Loss, LossContext, Target } from './model/losses/loss.js'
export type { Optimizer, UpdateContext, Updated } from './model/optimizers/optimizer.js'
export type {
  Parametrization,
  PartFactors,
  SizedParameter,
} from './model/parametrizations/parametrization.js'
export type { ColumnType, FittingColumn, GraphColumn, PrepareDefinition } from './model/prepare/prepare.js'
export type {
  FirstValues,
  Reparametrization,
  ReparametrizationContext,
  Start,
  Target as ReparametrizationTarget,
} from './model/reparametrizations/reparametrization.js'
export type { Schedule, ScheduleMemory, SchedulePosition } from './model/schedules/schedule.js'
export type {
  OpenProcedure,
  OwnProcedureContext,
  OwnProcedureDefinition,
  SegmentOutcome,
  SegmentRequest,
} from './procedures/procedure.js'
export type { ObjectiveCall, ObjectiveFunction, ObjectiveValue } from './procedures/objective-function.js'
export type { Proposal, SamplerDefinition, SearchContext } from './samplers/sampler.js'
export type { ScheduleContext, ScheduleDecision, SchedulerDefinition } from './schedulers/scheduler.js'
export type { CombinatorDefinition, Walk } from './space/combinator.js'
export type { Configuration } from './space/decision.js'
export type { LayerCost, LayerDefinition, LayerUse, ResolvedOption } from './space/module-tree.js'
export type { SearchEvent } from './space/search-event.js'
export type { SearchSpace } from './space/search-space.js'
export type { RandomStream } from './support/random.js'
export type { Shape, Signal } from './support/shape.js'
export type { Builder, Value } from './tensor/graph.js'

export { Rejection } from './space/module-tree.js'
export { flagOption, hasOption, listOption, numberOption, pairOption, textOption } from './model/options.js'
export {
  freezeSchema,
  initializerOption,
  initializerSchema,
  oneParameter,
  zeroParameter,
} from './model/layers/layer.js'
export { oneColumn, refuseClasses, refuseValue } from './model/losses/loss.js'
export { drawNormal, drawUniform } from './model/initializers/initializer.js'
export { drawAccepted, randomly } from './space/sample.js'
export { specifier } from './space/specify.js'

/** Any member of the catalogue, its literal types kept. */
export const define = <const Def extends Definition>(definition: Def): Def => definition

/** A layer: shapes and cost for the space, a graph for the training. */
export const defineLayer = <const Def extends Layer>(definition: Def): Def => definition

/** A combinator. */
export const defineCombinator = <const Def extends CombinatorDefinition>(definition: Def): Def => definition

/** An initializer: first values of a parameter. */
export const defineInitializer = <const Def extends Initializer>(definition: Def): Def => definition

/** A loss: one number a row. */
export const defineLoss = <const Def extends Loss>(definition: Def): Def => definition

/** An optimizer: the update of one parameter. */
export const defineOptimizer = <const Def extends Optimizer>(definition: Def): Def => definition

/** A schedule: a factor on the learning rate. */
export const defineSchedule = <const Def extends Schedule>(definition: Def): Def => definition

/** A way of averaging weights: how far the average goes after an update. */
export const defineAveraging = <const Def extends Averaging>(definition: Def): Def => definition

/** A treatment of some parameters: factors on their learning rate and weight decay, or none of either. */
export const defineGroup = <const Def extends Group>(definition: Def): Def => definition

/** A parametrization: how first values and steps of parts of a model follow its width. */
export const defineParametrization = <const Def extends Parametrization>(definition: Def): Def => definition

/** A reparametrization: a parameter computed from others. */
export const defineReparametrization = <const Def extends Reparametrization>(definition: Def): Def =>
  definition

/** A metric: a fold of outputs and targets. */
export const defineMetric = <const Def extends MetricDefinition>(definition: Def): Def => definition

/** A preparation step: fitted on training rows, applied by a graph. */
export const definePrepare = <const Def extends PrepareDefinition>(definition: Def): Def => definition

/** A sampler. */
export const defineSampler = <State, const Def extends SamplerDefinition<State> = SamplerDefinition<State>>(
  definition: Def & SamplerDefinition<State>,
): Def => definition

/** A scheduler. */
export const defineScheduler = <
  State,
  const Def extends SchedulerDefinition<State> = SchedulerDefinition<State>,
>(
  definition: Def & SchedulerDefinition<State>,
): Def => definition

/** A procedure: how a training is carried out, in the process of a worker. */
export const defineProcedure = <const Def extends OwnProcedureDefinition>(definition: Def): Def => definition

/** A function for `procedure: { function: … }`. */
export const defineObjective = <const Def extends ObjectiveFunction>(objective: Def): Def => objective
