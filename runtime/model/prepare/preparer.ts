// Prepared rows by task and training rows, each prepared once and kept while it is among the latest few.
import type { Dataset } from '../../data/dataset.js'
import { InvariantError } from '../../../schemas/diagnostic.js'
import { digestOfBytes } from '../../support/digest.js'
import { prepareRows, type PreparedRows } from './apply-preparation.js'
import type { PrepareStep } from './plan-preparation.js'

/** A task's data and its preparation. */
export interface TaskData {
  readonly dataset: Dataset
  readonly steps: readonly PrepareStep[]
}

/** Prepares a task's data, fitting on these rows only. */
export type Preparer = (task: string, train: Uint32Array) => Promise<PreparedRows>

/** A preparer with a memory of `kept` results; results of equal fits share their tensors. */
export function createPreparer(tasks: ReadonlyMap<string, TaskData>, kept = 4): Preparer {
  const byRows = new Map<string, Promise<PreparedRows>>()
  return (task, train) => {
    const bytes = new Uint8Array(train.buffer, train.byteOffset, train.byteLength)
    const name = `${task}/${digestOfBytes(bytes)}`
    const known = byRows.get(name)
    byRows.delete(name)
    const prepared = known ?? share(prepare(tasks, task, train), byRows)
    byRows.set(name, prepared)
    for (const oldest of byRows.keys()) {
      if (byRows.size <= kept) break
      byRows.delete(oldest)
    }
    return prepared
  }
}

function prepare(
  tasks: ReadonlyMap<string, TaskData>,
  task: string,
  train: Uint32Array,
): Promise<PreparedRows> {
  const data = tasks.get(task)
  if (data === undefined) throw new InvariantError(`no data for task '${task}'`)
  return prepareRows(data.dataset, data.steps, train)
}

/** Gives an equal earlier result back in place of the new one, so that its tensors can be freed. */
async function share(
  made: Promise<PreparedRows>,
  earlier: ReadonlyMap<string, Promise<PreparedRows>>,
): Promise<PreparedRows> {
  const others = [...earlier.values()]
  const result = await made
  for (const other of others) {
    const found = await other.catch(() => undefined)
    if (found?.key === result.key) return found
  }
  return result
}
