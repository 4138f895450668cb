// The loop of a study: let searches go on as far as known results carry them, record, dispatch, wait for results. One turn of the
// loop is one transaction of the journal, committed before anything of it is acted upon.
import { InvariantError, RunError } from '../../schemas/diagnostic.js'
import { unreachable } from '../support/invariant.js'
import type { LateResult, SegmentDispatched, SegmentFinished, WorkerLost } from '../store/record.js'
import type { ProgressEvent } from '../store/progress-event.js'
import { chooseJob, createStructures, requestOf } from './dispatch.js'
import { consequenceOf } from './ends.js'
import type { Producer } from './study-context.js'
import type { Demand } from './training.js'
import type { QueuedDemand, Trainings } from './trainings.js'
import { recordedOutcome } from './values.js'
import type { Engine, EngineEvent, Job, JobLimits } from './workers/engine.js'
import type { InlineEngine } from './workers/inline.js'

export interface CoordinatorContext {
  readonly trainings: Trainings
  readonly inline: InlineEngine
  /** Opened on first need: a study of look-ups starts no process. */
  readonly engine: () => Engine
  readonly append: (record: WorkerLost | LateResult | SegmentDispatched) => void
  readonly commit: () => void
  /** Records that wait for a commit. */
  readonly uncommitted: () => number
  readonly nextFence: () => number
  readonly limits: JobLimits
  readonly checkpointOf: (training: string, fidelity: number) => string | undefined
  /** @throws StoreError `inputs-changed` */
  readonly checkInputs?: () => void
  readonly onProgress: (event: ProgressEvent) => void
  readonly signal?: AbortSignal
}

/** Limits of a job: each segment has its time. A procedure that holds the limits itself is only watched for silence. */
function limitsFor(held: readonly QueuedDemand[], limits: JobLimits): JobLimits {
  if (held.some(({ demand }) => demand.procedure.definition.holdsLimits === true)) {
    return { silenceSeconds: limits.silenceSeconds }
  }
  const { seconds } = limits
  return { ...limits, ...(seconds === undefined ? {} : { seconds: seconds * held.length }) }
}

/** Steps of one search before others get their turn. */
const stepsATurn = 64
/** Look-ups in one call. */
const inlineBatch = 256
/** Records after which a turn of look-ups is committed. */
const recordsACommit = 1000

interface Lease {
  readonly held: readonly QueuedDemand[]
}

/** Drives producers to their ends. */
export class Coordinator {
  private readonly awake = new Set<Producer>()
  private readonly leases = new Map<number, Lease>()
  private readonly structureOf = createStructures()

  /** Rejects once the signal is given; made once, so that waiting often does not gather listeners. */
  private readonly interrupted: Promise<never>

  constructor(private readonly context: CoordinatorContext) {
    this.interrupted = aborted(context.signal)
  }

  readonly wake = (producer: Producer): void => {
    this.awake.add(producer)
  }

  /** Runs until all producers are done. @throws RunError `interrupted` once the signal is given */
  async run(producers: readonly Producer[], onTurn: () => void): Promise<void> {
    for (const producer of producers) if (!producer.isDone) this.awake.add(producer)
    for (;;) {
      this.stopIfAsked()
      this.advance()
      const looked = await this.lookUp()
      this.dispatch()
      if (this.context.uncommitted() > recordsACommit) this.context.commit()
      onTurn()
      if (this.awake.size > 0 || looked) {
        await breathe()
        continue
      }
      this.context.commit()
      if (producers.every((producer) => producer.isDone)) return
      await this.wait()
    }
  }

  private advance(): void {
    const turn = [...this.awake]
    this.awake.clear()
    for (const producer of turn) if (producer.advance(stepsATurn)) this.awake.add(producer)
  }

  /** Look-ups of one kind of procedure, at once. */
  private async lookUp(): Promise<boolean> {
    const { trainings, inline } = this.context
    const taken = trainings.take((queue) => {
      const kind = queue.find(({ demand }) => inline.executes(kindOf(demand)))?.demand.procedure.definition
        .kind
      return queue.filter(({ demand }) => kindOf(demand) === kind).slice(0, inlineBatch)
    })
    const [first] = taken
    if (first === undefined) return false
    const requests = taken.map(({ demand }) => requestOf(demand, undefined, undefined))
    const outcomes = await inline.train(kindOf(first.demand), requests)
    taken.forEach(({ demand }, index) => {
      const outcome = outcomes[index]
      if (outcome === undefined) throw new InvariantError('a look-up gave no outcome')
      trainings.finish({ kind: 'segment-finished', ...recordedOutcome(outcome, 0, demand.to) })
    })
    return true
  }

  /** Leases for all free workers: recorded, committed, then handed out. */
  private dispatch(): void {
    const { trainings, commit } = this.context
    if (!trainings.some(this.needsWorker)) return
    const engine = this.context.engine()
    const jobs: Job[] = []
    for (let free = engine.free(); free > 0; free -= 1) {
      const held = trainings.take((queue) =>
        chooseJob(queue.filter(this.needsWorker), engine.workers, this.structureOf),
      )
      if (held.length === 0) break
      jobs.push(this.lease(held))
    }
    if (jobs.length === 0) return
    commit()
    for (const job of jobs) engine.submit(job)
  }

  private lease(held: readonly QueuedDemand[]): Job {
    const fence = this.context.nextFence()
    this.leases.set(fence, { held })
    const requests = held.map(({ demand }) =>
      requestOf(demand, this.startOf(demand), demand.keep ? this.stateOf(demand, demand.to) : undefined),
    )
    this.context.append({
      kind: 'segment-dispatched',
      fence,
      attempt: Math.max(...held.map(({ attempts }) => attempts)),
      segments: requests.map(({ training, from, to }) => ({ training, from, to })),
    })
    return { fence, task: 'train', requests, limits: limitsFor(held, this.context.limits) }
  }

  /** The state that a demand goes on from; undefined where it starts anew. */
  private startOf(demand: Demand): string | undefined {
    if (demand.from === 0) return undefined
    return this.context.checkpointOf(demand.parent ?? demand.training, demand.from)
  }

  private stateOf(demand: Demand, fidelity: number): string | undefined {
    return this.context.checkpointOf(demand.training, fidelity)
  }

  private async wait(): Promise<void> {
    if (this.leases.size === 0) throw new InvariantError('a study waits for results that nobody works on')
    const events = await Promise.race([this.context.engine().next(), this.interrupted])
    for (const event of events) this.take(event)
  }

  private take(event: EngineEvent): void {
    switch (event.kind) {
      case 'finished':
        return this.finished(event)
      case 'late':
        return this.late(event)
      case 'lost':
        return this.lost(event)
      case 'progressed':
        return this.context.onProgress({
          kind: 'training-progressed',
          training: event.training,
          fidelity: event.fidelity,
          metrics: event.metrics,
        })
      case 'exported':
        throw new InvariantError('nobody asked for an export here')
      case 'broken':
        throw new RunError('worker-broken', 'crash', event.message, { hint: event.hint })
      default:
        return unreachable(event)
    }
  }

  private finished({ fence, outcomes }: Extract<EngineEvent, { kind: 'finished' }>): void {
    const lease = this.leases.get(fence)
    if (lease === undefined) return this.late({ kind: 'late', fence, outcomes })
    this.context.checkInputs?.()
    this.leases.delete(fence)
    lease.held.forEach(({ demand }, index) => {
      const outcome = outcomes[index]
      if (outcome?.training !== demand.training) {
        throw new InvariantError(`a worker gave outcomes in another order than asked (lease ${fence})`)
      }
      const segment: SegmentFinished = {
        kind: 'segment-finished',
        fence,
        ...recordedOutcome(outcome, demand.from, demand.to),
      }
      this.context.trainings.finish(segment)
    })
  }

  private late({ fence, outcomes }: Extract<EngineEvent, { kind: 'late' }>): void {
    for (const outcome of outcomes) {
      const fidelity = outcome.measurements.at(-1)?.fidelity ?? 0
      this.context.append({ kind: 'late-result', fence, segment: recordedOutcome(outcome, 0, fidelity) })
    }
  }

  private lost({ fence, cause, message }: Extract<EngineEvent, { kind: 'lost' }>): void {
    const lease = this.leases.get(fence)
    if (lease === undefined) return
    this.leases.delete(fence)
    const consequences = lease.held.map((waiting) => ({
      waiting,
      consequence: consequenceOf(cause, waiting.attempts, lease.held.length - 1),
    }))
    const retried = consequences.some(({ consequence }) => consequence.kind === 'again')
    this.context.append({ kind: 'worker-lost', fence, cause, message, retried })
    this.context.onProgress({ kind: 'note', message: `${message}${retried ? '; trying again' : ''}` })
    for (const { waiting, consequence } of consequences) {
      const { demand } = waiting
      if (consequence.kind === 'again') this.context.trainings.again(demand, consequence.alone)
      else this.context.trainings.finish(givenUp(demand, consequence.end, message))
    }
  }

  private readonly needsWorker = ({ demand }: QueuedDemand): boolean =>
    !this.context.inline.executes(kindOf(demand))

  private stopIfAsked(): void {
    if (this.context.signal?.aborted === true) throw interruption()
  }
}

const kindOf = (demand: Demand): string => demand.procedure.definition.kind

const givenUp = (demand: Demand, end: SegmentFinished['end'], message: string): SegmentFinished => ({
  kind: 'segment-finished',
  training: demand.training,
  from: demand.from,
  to: demand.to,
  end,
  measurements: [],
  message,
  measured: {},
})

const interruption = (): RunError =>
  new RunError('interrupted', 'signal', 'the run was interrupted', {
    hint: 'go on with `espalier resume`',
  })

function aborted(signal: AbortSignal | undefined): Promise<never> {
  const promise = new Promise<never>((_, reject) => {
    signal?.addEventListener('abort', () => reject(interruption()), { once: true })
  })
  promise.catch(() => undefined)
  return promise
}

/** Lets timers, signals and messages have their turn. */
const breathe = (): Promise<void> => new Promise((resume) => void setImmediate(resume))
