// The embedded engine: worker processes on this machine, as many as asked for, started on first need and replaced when lost.
import { fileURLToPath } from 'node:url'
import { InvariantError } from '../../../schemas/diagnostic.js'
import type { RowSets } from '../../protocols/protocol.js'
import type { Engine, EngineEvent } from './engine.js'
import { WorkerProcess } from './worker-process.js'
import type { WorkerSetup } from './worker-process.js'

export interface LocalEngineOptions extends Omit<WorkerSetup['opening'], never> {
  readonly workers: number
  /** Script of the worker process; ours by default. */
  readonly entry?: string
}

/** Milliseconds between two inspections of limits. */
const inspection = 200

/** Starts an engine of local processes. */
export function createLocalEngine({ workers, entry, ...opening }: LocalEngineOptions): Engine {
  const processes = new Set<WorkerProcess>()
  const inbox = createInbox()
  const { planFile, directory, root, device, metrics } = opening
  const setup: WorkerSetup = {
    entry: entry ?? fileURLToPath(new URL('./child.js', import.meta.url)),
    opening: { planFile, directory, root, device, metrics },
    rowsNumber: numbered<RowSets>(),
    onEvent: inbox.put,
    onExit: (worker) => void processes.delete(worker),
  }
  const timer = setInterval(() => processes.forEach((worker) => worker.inspect()), inspection).unref()
  const busy = (): number => [...processes].filter((worker) => worker.isBusy).length
  return {
    workers,
    free: () => Math.max(0, workers - busy()),
    submit: (job) => {
      const idle = [...processes].find((worker) => !worker.isBusy && !worker.isGone)
      const worker = idle ?? new WorkerProcess(setup, freePlace(processes))
      processes.add(worker)
      worker.start(job)
    },
    cancel: (fence) => {
      for (const worker of processes) if (worker.fence === fence) worker.kill('cancelled')
    },
    next: () => inbox.take(() => busy() > 0),
    // Local workers do not outlive the process that started them.
    reconcile: async () => [],
    close: async () => {
      clearInterval(timer)
      await Promise.all([...processes].map((worker) => worker.end()))
    },
  }
}

/** The least place that no living worker has. */
function freePlace(processes: ReadonlySet<WorkerProcess>): number {
  const taken = new Set([...processes].map(({ place }) => place))
  let place = 0
  while (taken.has(place)) place += 1
  return place
}

/** Events until somebody takes them. */
function createInbox(): {
  put(event: EngineEvent): void
  take(moreWillCome: () => boolean): Promise<readonly EngineEvent[]>
} {
  const events: EngineEvent[] = []
  let wakeUp: (() => void) | undefined
  return {
    put: (event) => {
      events.push(event)
      wakeUp?.()
    },
    take: async (moreWillCome) => {
      if (events.length === 0) {
        if (!moreWillCome()) throw new InvariantError('an engine without work was waited for')
        await new Promise<void>((resume) => {
          wakeUp = resume
        })
        wakeUp = undefined
      }
      return events.splice(0)
    },
  }
}

/** Numbers objects in order of first sight. */
function numbered<K extends object>(): (key: K) => number {
  const numbers = new WeakMap<K, number>()
  let next = 0
  return (key) => {
    const known = numbers.get(key)
    if (known !== undefined) return known
    next += 1
    numbers.set(key, next)
    return next
  }
}
