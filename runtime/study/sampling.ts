// Sampler and scheduler of one search, opened: their states, and the events they are told.
import { PlanError } from '../../schemas/diagnostic.js'
import { metricNamed } from '../metrics/find.js'
import type { Arm, Experiment, Objective } from '../experiment.js'
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
    objectives: experiment.objective.map((objective) => boundedObjective(objective, experiment.metrics)),
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
function boundedObjective({ metric, direction }: Objective, own: Experiment['metrics']): SamplerObjective {
  const bounds = metricNamed(metric, own)?.bounds
  return { metric, direction, ...(bounds?.every(Number.isFinite) === true ? { bounds } : {}) }
}
