// Progress of a study as events for whoever watches: counted from the records as they are appended, sent at most ten times a second.
// Nothing here is ever read back by the study.
import type { JournalRecord, TrialFinished } from '../store/record.js'
import type { ProgressEvent, Stage } from '../store/progress-event.js'
import { stopwatch } from '../support/clock.js'

/** Milliseconds between two totals. */
const interval = 100

/** Counts what has been done and tells it. */
export class Progress {
  private stage: Stage = 'prepare'
  private stageBegan = 0
  private lastSent = -Infinity
  private total = 0
  private done = 0
  private doneBefore = 0
  private reused = 0
  private trials: Record<string, { done: number; total: number }> = {}
  private readonly best: Record<string, number> = {}
  private readonly bestOfSearch = new Map<string, number>()

  constructor(
    private readonly direction: 'maximize' | 'minimize',
    private readonly send: (event: ProgressEvent) => void,
  ) {}

  note(message: string): void {
    this.send({ kind: 'note', message })
  }

  forward(event: ProgressEvent): void {
    this.send(event)
  }

  /** A stage begins: how many trainings it will need, and how many trials an arm. */
  begin(stage: Stage, trainings = 0, trials: Readonly<Record<string, number>> = {}): void {
    this.stage = stage
    this.stageBegan = stopwatch()
    this.total = trainings
    this.done = 0
    this.doneBefore = 0
    this.reused = 0
    this.trials = Object.fromEntries(Object.entries(trials).map(([arm, total]) => [arm, { done: 0, total }]))
    this.send({ kind: 'stage-started', stage })
  }

  /** What the journal held already when the stage began. */
  alreadyDone(trials: readonly TrialFinished[], trainings: number): void {
    for (const trial of trials) this.count(trial)
    this.done = trainings
    this.doneBefore = trainings
  }

  /** A record was appended. */
  see(record: JournalRecord): void {
    if (record.kind === 'segment-finished' && record.reusedFrom !== undefined) this.reused += 1
    if (record.kind === 'evaluated') this.done += record.trainings.length
    if (record.kind !== 'trial-finished') return
    this.done += record.trainings.length
    const value = this.count(record)
    const { arm, task, replicate, trial, end } = record
    const best = this.bestOfSearch.get(searchOf(record))
    this.send({
      kind: 'trial-finished',
      arm,
      task,
      replicate,
      trial,
      end,
      ...(value === undefined ? {} : { value }),
      ...(best === undefined ? {} : { best }),
    })
  }

  /** Sends totals, unless that was done a moment ago. */
  tick(force = false): void {
    const now = stopwatch()
    if (!force && now - this.lastSent < interval) return
    this.lastSent = now
    const fresh = this.done - this.doneBefore
    const left = Math.max(0, this.total - this.done)
    const seconds = (now - this.stageBegan) / 1000
    this.send({
      kind: 'advanced',
      stage: this.stage,
      trainings: { done: this.done, total: Math.max(this.total, this.done), reused: this.reused },
      trials: this.trials,
      best: { ...this.best },
      ...(fresh > 0 ? { secondsLeft: (seconds / fresh) * left } : {}),
    })
  }

  private count(record: TrialFinished): number | undefined {
    const trials = this.trials[record.arm]
    if (trials !== undefined && record.counted) trials.done += 1
    if (record.values.length === 0) return undefined
    const value = record.values.reduce((total, one) => total + one, 0) / record.values.length
    const search = searchOf(record)
    this.bestOfSearch.set(search, this.better(this.bestOfSearch.get(search), value))
    this.best[record.arm] = this.better(this.best[record.arm], value)
    return value
  }

  private better(known: number | undefined, value: number): number {
    if (known === undefined) return value
    return this.direction === 'maximize' ? Math.max(known, value) : Math.min(known, value)
  }
}

const searchOf = ({ arm, task, replicate, fold }: TrialFinished): string =>
  JSON.stringify([arm, task, replicate, fold])
