// What plugins import: types, and identity functions that give a definition its type. Light: it pulls in no behaviour of ours.
import type { Definition } from '../schemas/definition.js'
import type { LayerDefinition } from './space/module-tree.js'
import type { SamplerDefinition } from './samplers/sampler.js'
import type { SchedulerDefinition } from './schedulers/scheduler.js'
import type { CombinatorDefinition } from './space/combinator.js'

export type { Definition, OptionSchema, Role } from '../schemas/definition.js'
export type { Shape, Signal } from './support/shape.js'
export type { LayerCost, LayerDefinition, ResolvedOption } from './space/module-tree.js'
export type { CombinatorDefinition, Walk } from './space/combinator.js'
export type { Proposal, SamplerDefinition, SearchContext } from './samplers/sampler.js'
export type { ScheduleContext, ScheduleDecision, SchedulerDefinition } from './schedulers/scheduler.js'
export type { Layer, LayerContext } from './model/layers/layer.js'

/** Any member of the catalogue, its literal types kept. */
export const define = <const Def extends Definition>(definition: Def): Def => definition

/** A layer. */
export const defineLayer = <const Def extends LayerDefinition>(definition: Def): Def => definition

/** A combinator. */
export const defineCombinator = <const Def extends CombinatorDefinition>(definition: Def): Def => definition

/** A sampler. */
export const defineSampler = <const Def extends SamplerDefinition>(definition: Def): Def => definition

/** A scheduler. */
export const defineScheduler = <const Def extends SchedulerDefinition>(definition: Def): Def => definition
