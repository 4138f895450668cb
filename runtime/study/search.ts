// One search: an arm on one task, replicate and outer fold. Sampler and scheduler are folded along the virtual clock; what they
// decide depends on the results that are finished in virtual time, never on when or where those were computed.
import { InvariantError } from '../../schemas/diagnostic.js'
import type { Configuration } from '../space/decision.js'
import type { SearchEvent } from '../space/search-event.js'
import type { SearchKey } from '../store/record.js'
import { searchKeyOf } from '../store/state.js'
import type { SearchState } from '../store/state.js'
import { randomStream } from '../support/random.js'
import { unreachable } from '../support/invariant.js'
import { createSampling } from './sampling.js'
import type { Sampling } from './sampling.js'
import type { SearchSetup } from './search-setup.js'
import type { Producer, StudyContext } from './study-context.js'
import { Trial } from './trial.js'
import { VirtualClock } from './virtual-clock.js'

/** Results that a search without feedback may have under way; larger ones change nothing but the memory. */
const openWindow = 256

/** A search; it goes on whenever results arrive that it waits for. */
export class Search implements Producer {
  readonly key: SearchKey
  private readonly sampling: Sampling
  private readonly clock: VirtualClock
  /** Trials that are not over. */
  private readonly trials = new Map<number, Trial>()
  private proposed = 0
  /** The trial that now stands for a scheduler's number. */
  private readonly tickets: number[] = []
  private readonly arrived: number[] = []
  private observed = 0
  private replaced = 0
  private exhausted = false
  isDone = false

  constructor(
    private readonly setup: SearchSetup,
    private readonly study: StudyContext,
  ) {
    const { arm, unit } = setup
    this.key = { arm: arm.name, task: unit.task, replicate: unit.replicate, fold: unit.fold }
    this.sampling = createSampling(arm, study)
    const { slots } = study.experiment
    this.clock = new VirtualClock(this.sampling.adaptive ? slots : Math.max(slots, openWindow))
  }

  advance(steps: number): boolean {
    for (let step = 0; step < steps; step += 1) {
      if (this.isDone) return false
      if (this.clock.hasFreeSlot && this.decide()) continue
      if (this.clock.isIdle) {
        this.finish()
        return false
      }
      const trial = this.nextResult()
      if (trial === undefined) return false
      this.observe(trial)
    }
    return true
  }

  /** Starts or continues something; false when nothing can be started before the next result. */
  private decide(): boolean {
    const decision = this.sampling.decide()
    switch (decision.kind) {
      case 'start':
        return this.propose(this.tickets.length, decision.fidelity)
      case 'promote':
        this.continue(this.ticketed(decision.trial), decision.to)
        return true
      case 'exploit':
        this.ticketed(decision.into).takeOver(
          this.ticketed(decision.from),
          this.study.specify(this.setup.arm.space, decision.configuration),
        )
        this.continue(this.ticketed(decision.into), decision.to)
        return true
      case 'stop':
        this.end(this.ticketed(decision.trial), 'pruned')
        return true
      case 'wait':
        return false
      default:
        return unreachable(decision)
    }
  }

  /** A new trial for a scheduler's number; the recorded one where a journal has it. */
  private propose(ticket: number, fidelity: number): boolean {
    const number = this.proposed
    const recorded = this.recorded?.trials.get(number)
    if (recorded !== undefined && recorded.seen > this.observed) return false
    const proposal =
      recorded === undefined
        ? this.proposal(number)
        : { configuration: recorded.configuration as Configuration, origin: recorded.origin }
    if (proposal === undefined) return false
    const { configuration } = proposal
    if (recorded === undefined) {
      this.study.append({
        kind: 'trial-proposed',
        ...this.key,
        trial: number,
        ticket,
        seen: this.observed,
        ...proposal,
      })
    }
    const isReplacement = ticket < this.tickets.length
    this.tickets[ticket] = number
    this.proposed += 1
    const specified = this.study.specify(this.setup.arm.space, configuration)
    const trial = new Trial({ number, ticket, specified }, this.setup, this.study)
    this.trials.set(number, trial)
    this.sampling.tellSampler({ kind: 'proposed', trial: number, configuration })
    if (!isReplacement) this.sampling.tellScheduler({ kind: 'proposed', trial: ticket, configuration })
    this.continue(trial, fidelity)
    return true
  }

  private proposal(trial: number):
    | {
        readonly configuration: Configuration
        readonly origin: 'sampler' | 'enqueue'
        readonly note?: string
      }
    | undefined {
    const { arm, unit } = this.setup
    const first = arm.enqueue[trial]
    if (first !== undefined) return { configuration: first, origin: 'enqueue' }
    const { seed } = this.study
    const random = randomStream(seed, 'propose', unit.task, unit.replicate, arm.name, unit.fold, trial)
    const proposal = this.sampling.propose(random)
    switch (proposal.kind) {
      case 'configuration': {
        const note = proposal.note === undefined ? {} : { note: proposal.note }
        return { configuration: proposal.configuration, origin: 'sampler', ...note }
      }
      case 'exhausted':
        this.exhausted = true
        return undefined
      case 'wait':
        return undefined
      default:
        return unreachable(proposal)
    }
  }

  /** Trains a trial further; it occupies a virtual slot for what that is declared to cost. */
  private continue(trial: Trial, to: number): void {
    this.clock.start(trial.number, to - trial.reached)
    const isThere = trial.train(to, () => {
      this.arrived.push(trial.number)
      this.study.wake(this)
    })
    if (isThere) this.arrived.push(trial.number)
  }

  /** The trial whose result is taken next; undefined while that is not there. */
  private nextResult(): Trial | undefined {
    if (this.study.experiment.order === 'arrival') return this.nextArrival()
    const trial = this.trial(this.clock.next() ?? -1)
    return trial.isWaiting ? undefined : trial
  }

  /** `order: arrival`: as logged as far as a journal goes, then as they come, and logged. */
  private nextArrival(): Trial | undefined {
    const logged = this.recorded?.observed[this.observed]
    const trial = logged?.trial ?? this.arrived[0]
    if (trial === undefined || this.trial(trial).isWaiting) return undefined
    const { reaching } = this.trial(trial)
    if (logged === undefined) {
      this.study.append({ kind: 'result-observed', ...this.key, trial, to: reaching })
    }
    return this.trial(trial)
  }

  private observe(trial: Trial): void {
    this.clock.finish(trial.number)
    this.arrived.splice(this.arrived.indexOf(trial.number), 1)
    this.observed += 1
    const result = trial.take()
    if (result.end === 'invalid' && this.replaced < this.setup.arm.trials) {
      this.replace(trial)
    } else if (result.end !== 'completed') {
      this.end(trial, result.end)
    } else if (trial.reached < this.study.fidelity.to) {
      this.tell(trial, 'progressed', result.values)
    } else {
      this.end(trial, 'completed')
    }
  }

  /** An invalid configuration costs no budget: its number goes to another. The sampler learns that nothing came of it. */
  private replace(trial: Trial): void {
    this.replaced += 1
    trial.recordEnd('invalid', false)
    this.trials.delete(trial.number)
    this.sampling.tellSampler({
      kind: 'finished',
      trial: trial.number,
      configuration: trial.specified.configuration,
    })
    const found = this.propose(trial.ticket, trial.reaching)
    if (!found) this.tellScheduler(trial, 'finished', undefined)
  }

  private end(trial: Trial, end: Parameters<Trial['recordEnd']>[0]): void {
    trial.recordEnd(end, true)
    this.trials.delete(trial.number)
    this.tell(trial, 'finished', trial.objectives)
  }

  private tell(trial: Trial, kind: 'progressed' | 'finished', values: readonly number[] | undefined): void {
    this.sampling.tellSampler(eventOf(trial, trial.number, kind, values))
    this.tellScheduler(trial, kind, values)
  }

  private tellScheduler(
    trial: Trial,
    kind: 'progressed' | 'finished',
    values: readonly number[] | undefined,
  ): void {
    this.sampling.tellScheduler(eventOf(trial, trial.ticket, kind, values))
  }

  /** Nothing runs and nothing can be started: trials that were left at a lower fidelity were pruned. */
  private finish(): void {
    for (const trial of this.trials.values()) trial.recordEnd('pruned', true)
    this.isDone = true
    if (this.recorded?.finished !== undefined) return
    const reason = this.exhausted ? 'exhausted' : 'budget'
    this.study.append({ kind: 'search-finished', ...this.key, reason, trials: this.proposed })
  }

  private get recorded(): SearchState | undefined {
    return this.study.state.searches.get(searchKeyOf(this.key))
  }

  private trial(number: number): Trial {
    const trial = this.trials.get(number)
    if (trial === undefined) throw new InvariantError(`there is no trial ${number}`)
    return trial
  }

  private ticketed(ticket: number): Trial {
    return this.trial(this.tickets[ticket] ?? -1)
  }
}

function eventOf(
  trial: Trial,
  number: number,
  kind: 'progressed' | 'finished',
  values: readonly number[] | undefined,
): SearchEvent {
  const { configuration } = trial.specified
  return kind === 'progressed'
    ? { kind, trial: number, fidelity: trial.reached, values: values ?? [] }
    : { kind, trial: number, configuration, ...(values === undefined ? {} : { values }) }
}
