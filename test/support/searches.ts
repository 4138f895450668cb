// A search without a study: a sampler, an objective, and a number of slots in flight.
import type { Configuration } from '../../runtime/space/decision.js'
import type { SearchEvent } from '../../runtime/space/search-event.js'
import type { SearchSpace } from '../../runtime/space/search-space.js'
import type { Proposal, SamplerDefinition, SearchContext } from '../../runtime/samplers/sampler.js'
import { randomStream } from '../../runtime/support/random.js'

/** What a trial comes to; undefined: it failed. */
export type Evaluate = (configuration: Configuration, trial: number) => number | undefined

/** How a search is set up. */
export interface Search {
  readonly sampler: SamplerDefinition
  readonly space: SearchSpace
  readonly options?: Readonly<Record<string, unknown>>
  readonly evaluate: Evaluate
  readonly trials: number
  /** Trials in flight; trial k sees the results of trials 0 … k − slots. */
  readonly slots?: number
  readonly seed?: number
  readonly bounds?: readonly [number, number]
  readonly direction?: 'maximize' | 'minimize'
}

/** The context of a search, defaults of the sampler's options filled in. */
export function contextOf(search: Search): SearchContext {
  const { sampler, space, options = {}, trials, bounds, direction = 'maximize' } = search
  const defaults = Object.fromEntries(
    Object.entries(sampler.options).flatMap(([name, schema]) =>
      schema['default'] === undefined ? [] : [[name, schema['default']]],
    ),
  )
  const objective = { metric: 'value', direction, ...(bounds === undefined ? {} : { bounds }) }
  return { space, objectives: [objective], trials, options: { ...defaults, ...options } }
}

/** Runs a search; gives its proposals in order and all events. */
export function runSearch(search: Search): {
  readonly proposals: readonly Configuration[]
  readonly events: readonly SearchEvent[]
  readonly ended: Proposal['kind'] | undefined
} {
  const { sampler, evaluate, trials, slots = 1, seed = 1 } = search
  const state = sampler.start(contextOf(search))
  const events: SearchEvent[] = []
  const proposals: Configuration[] = []
  const observe = (event: SearchEvent): void => {
    events.push(event)
    sampler.observe(state, event)
  }
  const finish = (trial: number): void => {
    const configuration = proposals[trial]
    if (configuration === undefined) return
    const value = evaluate(configuration, trial)
    observe({ kind: 'finished', trial, configuration, ...(value === undefined ? {} : { values: [value] }) })
  }
  for (let trial = 0; trial < trials; trial += 1) {
    if (trial >= slots) finish(trial - slots)
    const proposal = sampler.propose(state, randomStream(seed, 'propose', trial))
    if (proposal.kind !== 'configuration') return { proposals, events, ended: proposal.kind }
    proposals.push(proposal.configuration)
    observe({ kind: 'proposed', trial, configuration: proposal.configuration })
  }
  for (let trial = Math.max(0, trials - slots); trial < trials; trial += 1) finish(trial)
  return { proposals, events, ended: undefined }
}
