// The export of one model through an engine: models are built where sessions are, in a worker.
import { RunError } from '../../schemas/diagnostic.js'
import { requestOf } from './dispatch.js'
import type { Demand } from './training.js'
import type { Engine, JobLimits } from './workers/engine.js'

export interface ModelExport {
  readonly fence: number
  readonly demand: Demand
  /** State of the training at the end. */
  readonly checkpoint: string
  readonly file: string
  readonly limits: JobLimits
}

/** Waits until the model is written; a problem in words where there is no model. Nothing else may run meanwhile. */
export async function exportThrough(engine: Engine, job: ModelExport): Promise<string | undefined> {
  const { fence, demand, checkpoint, file, limits } = job
  const request = requestOf({ ...demand, from: demand.to }, checkpoint, undefined)
  engine.submit({ fence, task: 'export', requests: [request], file, limits })
  for (;;) {
    for (const event of await engine.next()) {
      if (event.kind === 'exported' && event.fence === fence) return event.problem
      if (event.kind === 'lost' && event.fence === fence) return event.message
      if (event.kind === 'broken') {
        throw new RunError('worker-broken', 'crash', event.message, { hint: event.hint })
      }
    }
  }
}
