// Every training of a study, once: what is known, what is on its way, what waits for a worker. Equal identities share one training,
// whichever arm, replicate or earlier run asked first.
import { existsSync } from 'node:fs'
import { InvariantError } from '../../schemas/diagnostic.js'
import type { SegmentFinished } from '../store/record.js'
import { segmentKeyOf } from '../store/state.js'
import type { StudyState } from '../store/state.js'
import type { ReusedTrainings } from './reuse.js'
import { comparePriority } from './training.js'
import type { Demand } from './training.js'

/** Called when a training that was asked for is there. */
export type Waiter = (segment: SegmentFinished) => void

interface Waiting {
  readonly demand: Demand
  readonly waiters: Waiter[]
  /** How often it was dispatched. */
  attempts: number
  /** Its group was lost for want of memory or time: it is tried alone. */
  alone: boolean
}

export interface TrainingsContext {
  readonly state: StudyState
  /** Appends a record and applies it to the state. */
  readonly append: (record: SegmentFinished) => void
  /** Metrics that a complete result must have. */
  readonly metrics: readonly string[]
  /** File of a checkpoint; undefined where nothing is kept. */
  readonly checkpointOf: (training: string, fidelity: number) => string | undefined
  readonly reused: ReusedTrainings
}

/** The trainings of a study. */
export class Trainings {
  private readonly waiting = new Map<string, Waiting>()
  private queue: Waiting[] = []
  private sorted = true

  constructor(private readonly context: TrainingsContext) {}

  /** The result where it is known; otherwise it will be trained, and the waiter told. */
  ask(demand: Demand, waiter: Waiter): SegmentFinished | undefined {
    const key = segmentKeyOf(demand)
    const known = this.known(demand, key)
    if (known !== undefined) return known
    const underWay = this.waiting.get(key)
    if (underWay !== undefined) {
      underWay.waiters.push(waiter)
      return undefined
    }
    const waiting: Waiting = { demand, waiters: [waiter], attempts: 0, alone: false }
    this.waiting.set(key, waiting)
    this.enqueue(waiting)
    return undefined
  }

  /** Whether such a demand waits for its dispatch. */
  some(holds: (waiting: QueuedDemand) => boolean): boolean {
    return this.queue.some(holds)
  }

  /** Waiting demands, most urgent first; those taken must be dispatched. */
  take(choose: (queue: readonly QueuedDemand[]) => readonly QueuedDemand[]): readonly QueuedDemand[] {
    if (!this.sorted) {
      this.queue.sort((a, b) => comparePriority(a.demand.priority, b.demand.priority))
      this.sorted = true
    }
    const taken = new Set(choose(this.queue))
    if (taken.size > 0) this.queue = this.queue.filter((waiting) => !taken.has(waiting))
    for (const waiting of taken) {
      const held = this.waiting.get(segmentKeyOf(waiting.demand))
      if (held !== undefined) held.attempts += 1
    }
    return [...taken]
  }

  /** A result: recorded, then passed on to all who wait for it. */
  finish(segment: SegmentFinished): void {
    const key = segmentKeyOf(segment)
    const waiting = this.waiting.get(key)
    if (waiting === undefined) throw new InvariantError(`nobody waits for training ${key}`)
    this.context.append(segment)
    this.waiting.delete(key)
    for (const waiter of waiting.waiters) waiter(segment)
  }

  /** A lost demand goes back into the queue. */
  again(demand: Demand, alone: boolean): void {
    const waiting = this.waiting.get(segmentKeyOf(demand))
    if (waiting === undefined) throw new InvariantError(`nobody waits for training ${segmentKeyOf(demand)}`)
    waiting.alone ||= alone
    this.enqueue(waiting)
  }

  private enqueue(waiting: Waiting): void {
    this.queue.push(waiting)
    this.sorted = false
  }

  private known(demand: Demand, key: string): SegmentFinished | undefined {
    const here = this.context.state.segments.get(key)
    if (here !== undefined && this.keeps(here, demand)) return here
    const elsewhere = this.context.reused.find(demand)
    if (elsewhere === undefined || !this.serves(elsewhere, demand)) return undefined
    this.context.append(elsewhere)
    return elsewhere
  }

  /** Whether another run's result has all that is asked of it here: its metrics may have been others. */
  private serves(segment: SegmentFinished, demand: Demand): boolean {
    const { rows, phase } = demand
    const measures = phase !== 'refit' && (rows.select !== undefined || rows.measure !== undefined)
    const complete =
      segment.end !== 'completed' ||
      !measures ||
      this.context.metrics.every((metric) => segment.measurements.some((found) => found.metric === metric))
    return complete && this.keeps(segment, demand)
  }

  /** Whether the state that a result left is there, where it is needed. */
  private keeps(segment: SegmentFinished, demand: Demand): boolean {
    if (!demand.keep || segment.end !== 'completed') return true
    const file = this.context.checkpointOf(demand.training, demand.to)
    return file === undefined || existsSync(file)
  }
}

/** A demand in the queue. */
export type QueuedDemand = Readonly<Waiting>
