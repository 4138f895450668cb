// Whether the workers that a run starts by itself fit into this machine's memory.
import { availableParallelism, freemem, totalmem } from 'node:os'
import { gibibytes, type Finding } from './finding.js'
import { defaultWorkers } from '../run-settings.js'

/** Measured: a process that trains small networks peaks at 0.3 GiB; most of it is Node and ONNX Runtime. */
const perProcess = 0.35 * 2 ** 30

/** What the system offers. */
export interface Memory {
  readonly cores: number
  readonly free: number
  readonly total: number
  /** Limit of the container, if there is one. */
  readonly limit: number | undefined
}

/** This machine's memory; a container's limit is below what the machine has. */
export function thisMemory(): Memory {
  const total = totalmem()
  const limit = process.constrainedMemory()
  const isLimit = limit !== undefined && limit > 0 && limit < total
  return { cores: availableParallelism(), free: freemem(), total, limit: isLimit ? limit : undefined }
}

/** Memory against the default number of workers and the process that leads them. */
export function memory({ cores, free, total, limit }: Memory = thisMemory()): Finding {
  const what = 'machine'
  const workers = defaultWorkers(cores)
  const usable = Math.min(free, limit ?? Infinity)
  const container = limit === undefined ? '' : `, a limit of ${gibibytes(limit)} GiB`
  const detail = `${cores} cores, ${gibibytes(free)} of ${gibibytes(total)} GiB of memory free${container}, ${process.platform} ${process.arch}`
  const fitting = Math.floor(usable / perProcess) - 1
  if (fitting >= workers) return { what, detail, health: 'ok' }
  const needed = gibibytes((workers + 1) * perProcess)
  return {
    what,
    detail: `${detail}: ${workers} workers need about ${needed} GiB`,
    health: 'warning',
    cure:
      fitting >= 1
        ? `run with --workers ${fitting}, or free some memory`
        : 'free some memory: even one worker may not fit',
  }
}
