// Sampler and scheduler of one search, opened: their states, and the events they are told.
import { PlanError } from '../../schemas/diagnostic.js'
import * as metrics from '../metrics/index.js'
import type { Arm, Objective } from '../experiment.js'
import type { Proposal, SamplerObjective, SearchContext } from '../samplers/sampler.js'
import type { ScheduleDecision } from '../schedulers/scheduler.js'
import type { SearchEvent } from '../space/search-event.js'
import type { RandomStream } from '../support/random.js'
import { samplerOf, schedulerOf } from './roles.js'
import type { StudyContext } from './study-context.js'

/** Proposals and decisions of one search. */
export interface Sampling {
  /** Whether results matter to what comes next. */
  readonly adaptive: boolean
  decide(): ScheduleDecision
  propose(random: RandomStream): Proposal
  tellSampler(event: SearchEvent): void
  tellScheduler(event: SearchEvent): void
}

/** Opens both roles. @throws PlanError `sampler-refuses` */
export function createSampling(
  arm: Arm,
  { experiment, fidelity }: Pick<StudyContext, 'experiment' | 'fidelity'>,
): Sampling {
  const sampler = samplerOf(arm)
  const scheduler = schedulerOf(arm)
  const context: SearchContext = {
    space: arm.space,
    objectives: experiment.objective.map(boundedObjective),
    trials: arm.trials,
    options: sampler.options,
  }
  const refusal = sampler.definition.refuses(context)
  if (refusal !== undefined) {
    throw new PlanError('sampler-refuses', `sampler '${sampler.definition.kind}': ${refusal}`)
  }
  const samplerState = sampler.definition.start(context)
  const schedulerState = scheduler.definition.start({
    trials: arm.trials,
    fidelity,
    direction: experiment.objective[0]?.direction ?? 'maximize',
    options: scheduler.options,
  })
  return {
    adaptive: sampler.definition.adaptive || scheduler.definition.adaptive !== false,
    decide: () => scheduler.definition.decide(schedulerState),
    propose: (random) => sampler.definition.propose(samplerState, random),
    tellSampler: (event) => sampler.definition.observe(samplerState, event),
    tellScheduler: (event) => scheduler.definition.observe(schedulerState, event),
  }
}

/** An objective with the bounds of its metric, where it has any. */
function boundedObjective({ metric, direction }: Objective): SamplerObjective {
  const definition = Object.values<unknown>(metrics).find(
    (member) => typeof member === 'object' && member !== null && 'kind' in member && member.kind === metric,
  )
  const bounds = boundsOf(definition)
  return { metric, direction, ...(bounds === undefined ? {} : { bounds }) }
}

function boundsOf(definition: unknown): readonly [number, number] | undefined {
  if (typeof definition !== 'object' || definition === null || !('bounds' in definition)) return undefined
  const { bounds } = definition
  if (!Array.isArray(bounds) || bounds.length !== 2) return undefined
  const [low, high] = bounds as readonly unknown[]
  return typeof low === 'number' && typeof high === 'number' && Number.isFinite(low) && Number.isFinite(high)
    ? [low, high]
    : undefined
}
