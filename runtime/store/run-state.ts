// How a run stands, for who looks at it from outside: its records, and whether anyone is still writing them.
import { readJournal } from './journal.js'
import { replay } from './replay.js'
import type { StudyState } from './state.js'
import { isBeingWritten } from './writer-lock.js'

/**
 * The state of a run directory. Records of a writer that was killed end in the middle and say `running`; they are
 * `interrupted` where no process holds the writer's lock.
 * @throws StoreError as {@link readJournal}
 */
export function readRunState(directory: string): StudyState {
  // Asked before and after: a run that ends or is resumed while its records are read must not pass for a killed one.
  const before = isBeingWritten(directory)
  const state = replay(readJournal(directory))
  if (state.status === 'running' && !before && !isBeingWritten(directory)) state.status = 'interrupted'
  return state
}
