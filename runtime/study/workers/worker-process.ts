// One worker process as its parent sees it: started, given one job at a time, watched, and killed where it oversteps a limit.
// Whatever needs a clock or a timer is here, because a process that trains answers nobody.
import { execaNode } from 'execa'
import type { SegmentRequest } from '../../procedures/procedure.js'
import type { RowSets } from '../../protocols/protocol.js'
import { stopwatch } from '../../support/clock.js'
import type { EngineEvent, Job } from './engine.js'
import { exitCauseOf, memoryKillCount, residentBytes, showExit } from './exit-cause.js'
import type { ExitFacts } from './exit-cause.js'
import type { FromWorker, SegmentOrder, ToWorker } from './messages.js'

export interface WorkerSetup {
  /** Script of the process. */
  readonly entry: string
  readonly opening: Omit<Extract<ToWorker, { kind: 'open' }>, 'kind' | 'parent' | 'place'>
  /** Number of row sets; equal objects, equal numbers. */
  readonly rowsNumber: (rows: RowSets) => number
  readonly onEvent: (event: EngineEvent) => void
  readonly onExit: (worker: WorkerProcess) => void
}

/** Characters kept of the error stream. */
const errorsKept = 4000

/** A worker process. */
export class WorkerProcess {
  private readonly child: ReturnType<typeof startProcess>
  private readonly sentRows = new Set<number>()
  private readonly memoryKillsBefore = memoryKillCount()
  private job: { readonly job: Job; readonly began: number } | undefined
  private isReady = false
  private heard = stopwatch()
  private errors = ''
  private killedFor: ExitFacts['killedFor']
  isGone = false

  constructor(
    private readonly setup: WorkerSetup,
    /** Place among the workers that run at once, from 0. */
    readonly place: number,
  ) {
    this.child = startProcess(setup.entry)
    this.child.stderr?.on('data', (text: unknown) => {
      this.errors = `${this.errors}${String(text)}`.slice(-errorsKept)
    })
    this.child.on('message', (message: unknown) => this.hear(message as FromWorker))
    this.child.on('exit', (code, signal) => this.gone(code, signal))
    this.child.on('error', () => this.gone(null, null))
    this.child.catch(() => undefined)
    this.send({ kind: 'open', ...setup.opening, place, parent: process.pid })
  }

  get isBusy(): boolean {
    return this.job !== undefined
  }

  get fence(): number | undefined {
    return this.job?.job.fence
  }

  start(job: Job): void {
    this.job = { job, began: stopwatch() }
    this.heard = stopwatch()
    const orders = job.requests.map((request) => this.orderOf(request))
    const [first] = orders
    if (job.task === 'train') this.send({ kind: 'train', fence: job.fence, orders })
    else if (first !== undefined) {
      this.send({ kind: 'export', fence: job.fence, order: first, file: job.file ?? '' })
    }
  }

  /** Kills the process where it has overstepped a limit; called a few times a second. */
  inspect(): void {
    if (this.job === undefined || this.isGone) return
    const { job, began } = this.job
    const now = stopwatch()
    const { seconds, bytes, silenceSeconds } = job.limits
    if (this.isReady && seconds !== undefined && now - began > seconds * 1000) this.kill('timed_out')
    else if (now - this.heard > silenceSeconds * 1000) this.kill('stalled')
    else if (bytes !== undefined && (residentBytes(this.child.pid ?? 0) ?? 0) > bytes)
      this.kill('out_of_memory')
  }

  kill(reason: NonNullable<ExitFacts['killedFor']>): void {
    this.killedFor ??= reason
    this.child.kill('SIGKILL')
  }

  /** Kills the process and waits until it is gone. */
  async end(): Promise<void> {
    if (this.isGone) return
    const exit = new Promise<void>((resume) => void this.child.once('exit', () => resume()))
    this.kill('cancelled')
    await exit
  }

  private send(message: ToWorker): void {
    // A process that is just dying cannot be written to; its exit says so soon enough.
    if (this.child.connected) this.child.send(message, () => undefined)
  }

  private orderOf({ specified, rows, ...order }: SegmentRequest): SegmentOrder {
    const number = this.setup.rowsNumber(rows)
    if (!this.sentRows.has(number)) {
      this.sentRows.add(number)
      this.send({ kind: 'rows', rows: number, sets: rows })
    }
    return { ...order, configuration: specified.configuration, rows: number }
  }

  private hear(message: FromWorker): void {
    this.heard = stopwatch()
    switch (message.kind) {
      case 'ready':
        this.isReady = true
        // Starting and loading the plan are not the training's time.
        if (this.job !== undefined) this.job = { job: this.job.job, began: stopwatch() }
        return
      case 'unusable':
        return this.setup.onEvent({ ...message, kind: 'broken' })
      case 'progress':
        return this.setup.onEvent({ ...message, kind: 'progressed' })
      case 'trained':
        return this.ended(message.fence, { ...message, kind: 'finished' }, { ...message, kind: 'late' })
      case 'exported':
        return this.ended(message.fence, message, undefined)
    }
  }

  /** An answer counts while its lease does; after that it is evidence. */
  private ended(fence: number, event: EngineEvent, late: EngineEvent | undefined): void {
    if (this.fence === fence && this.killedFor === undefined) {
      this.job = undefined
      this.setup.onEvent(event)
    } else if (late !== undefined) this.setup.onEvent(late)
  }

  private gone(code: number | null, signal: NodeJS.Signals | null): void {
    if (this.isGone) return
    this.isGone = true
    const facts: ExitFacts = {
      code,
      signal,
      ...(this.killedFor === undefined ? {} : { killedFor: this.killedFor }),
      errors: this.errors,
      memoryKills: memoryKillCount() - this.memoryKillsBefore,
    }
    const cause = exitCauseOf(facts)
    const { fence } = this
    this.job = undefined
    this.setup.onExit(this)
    if (fence !== undefined) {
      this.setup.onEvent({ kind: 'lost', fence, cause, message: showExit(cause, facts) })
    }
  }
}

const startProcess = (entry: string) =>
  execaNode(entry, [], {
    serialization: 'advanced',
    buffer: false,
    reject: false,
    stdin: 'ignore',
    stdout: 'ignore',
    stderr: 'pipe',
    cleanup: true,
    nodeOptions: ['--no-warnings'],
  })
