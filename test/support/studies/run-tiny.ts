// Runs of the tiny experiment: in this process, and what of their outcomes must be equal when runs are equal.
import type { JournalRecord } from '../../../runtime/store/record.js'
import type { StudyOutcome } from '../../../runtime/store/state.js'
import type { Executions } from '../../../runtime/trial/execution.js'
import { executionsOf } from '../../../runtime/trial/execution.js'
import { memoryJournal } from '../../../runtime/store/journal.js'
import { runOn } from '../../../runtime/study/run-experiment.js'
import type { RunOptions, RunOutcome } from '../../../runtime/study/run-experiment.js'
import { outcomeOf, tinyPlan } from './tiny.js'
import type { TinyOptions } from './tiny.js'

/** The tiny procedure as a look-up. */
export const tinyInline: Executions = executionsOf([
  {
    kind: 'tiny',
    inline: true,
    open: async () => ({
      train: async (requests) => requests.map((request) => outcomeOf(request)),
      close: async () => undefined,
    }),
  },
])

/** A run in memory, from given records on; gives the records that it left too. */
export async function runTiny(
  tiny: TinyOptions = {},
  options: RunOptions = {},
  from: readonly JournalRecord[] = [],
): Promise<RunOutcome & { readonly records: readonly JournalRecord[] }> {
  const journal = memoryJournal(from)
  const result = await runOn(tinyPlan(tiny), journal, { inline: tinyInline, ...options })
  return { ...result, records: [...journal.records()] }
}

/** What equal runs have in common, as text. */
export function resultOf(outcome: StudyOutcome): string {
  const { trials, selected, measurements, claims, counts } = outcome
  const same = { trials: counts.trials, trainings: counts.trainings, by_end: counts.by_end }
  // Identities name the numerics class too: a look-up and a training of the same numbers have different ones.
  const unnamed = (key: string, value: unknown): unknown => (key === 'training' ? undefined : value)
  return JSON.stringify({ trials, selected, measurements, claims, counts: same }, unnamed, 1)
}
