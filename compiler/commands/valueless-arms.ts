// Runs that end without a result for some arm: every training of a phase failed or diverged. Such a run has failed, and says why.
import { readJournal } from '../../runtime/store/journal.js'
import type { Diagnostic } from '../../schemas/diagnostic.js'
import type { Result, ResultMeasurement } from '../../schemas/result.js'

/** A finding for each arm that has no value, with the first reason that the journal knows and a hint. */
export function valuelessArms(result: Result, directory: string): readonly Diagnostic[] {
  const lost = Object.keys(result.arms)
    .filter((arm) => !answersClaim(arm, result))
    .flatMap((arm) => lostPhase(arm, result))
  if (lost.length === 0) return []
  const reasons = reasonsIn(directory)
  return lost.map(({ arm, phase, ends }) => {
    const counts = [...ends].map(([end, count]) => `${count} ${end.replaceAll('_', ' ')}`).join(', ')
    const end = [...ends.keys()].find((each) => reasons.has(each)) ?? [...ends.keys()][0] ?? ''
    const reason = reasons.get(end)
    const because = reason === undefined ? '' : `: ${reason}`
    return {
      code: 'no-value',
      severity: 'error',
      message: `no training of arm '${arm}' gave a value in ${phase} (${counts})${because}`,
      hint: hintFor(end),
    }
  })
}

/** Whether a claim has its numbers from the arm all the same: that all trainings diverge is an answer where it is the question. */
const answersClaim = (arm: string, { claims }: Result): boolean =>
  claims.some((claim) => claim.n > 0 && (claim.arm === arm || claim.than === arm))

interface Lost {
  readonly arm: string
  readonly phase: string
  readonly ends: ReadonlyMap<string, number>
}

/** The first phase in which an arm has rows and no value. */
function lostPhase(arm: string, { measurements, objective }: Result): readonly Lost[] {
  const goals = new Set(objective.map(({ metric }) => metric))
  const rows = measurements.filter((row) => row.arm === arm && goals.has(row.metric))
  for (const [phase, name] of [
    ['tune', 'tuning'],
    ['evaluate', 'evaluation'],
  ] as const) {
    const ours = rows.filter((row) => row.phase === phase)
    if (ours.length > 0 && ours.every((row) => row.value === null)) {
      return [{ arm, phase: name, ends: endsOf(ours) }]
    }
  }
  return []
}

function endsOf(rows: readonly ResultMeasurement[]): ReadonlyMap<string, number> {
  const ends = new Map<string, number>()
  for (const { end } of rows) ends.set(end, (ends.get(end) ?? 0) + 1)
  return ends
}

/** The first message of each end; none where the journal is gone or damaged. */
function reasonsIn(directory: string): ReadonlyMap<string, string> {
  const reasons = new Map<string, string>()
  try {
    for (const record of readJournal(directory)) {
      if (record.kind !== 'segment-finished' || record.message === undefined) continue
      if (!reasons.has(record.end)) reasons.set(record.end, record.message.split('\n')[0] ?? '')
    }
  } catch {
    return reasons
  }
  return reasons
}

function hintFor(end: string): string {
  const hints: Readonly<Record<string, string>> = {
    diverged: 'lower the learning rate, or clip gradients',
    out_of_memory: 'make the model or the batch smaller, or use fewer --workers',
    timed_out: 'train for less, or raise `resources.timeout`',
  }
  const hint = Object.hasOwn(hints, end) ? hints[end] : undefined
  return hint ?? 'measurements and ends stand in result.json; `espalier doctor` checks this machine'
}
