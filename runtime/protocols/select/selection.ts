// What selection rules share: comparable trials, best first.
import type { TrialResult } from '../protocol.js'

/** A rule that picks one of the finished trials, by number; undefined where no trial has a value. */
export type SelectionRule = (
  trials: readonly TrialResult[],
  direction: 'maximize' | 'minimize',
) => number | undefined

/** A trial with the mean of its finite values, oriented so that larger is better. */
export interface Scored {
  readonly trial: number
  readonly values: readonly number[]
  readonly score: number
  readonly parameters: number
}

/** Trials that have a finite value. */
export function scored(
  trials: readonly TrialResult[],
  direction: 'maximize' | 'minimize',
): readonly Scored[] {
  const sign = direction === 'maximize' ? 1 : -1
  return trials.flatMap(({ trial, values, parameters = Infinity }) => {
    const finite = values.filter(Number.isFinite)
    if (finite.length === 0) return []
    const mean = finite.reduce((sum, value) => sum + value, 0) / finite.length
    return [{ trial, values: finite, score: sign * mean, parameters }]
  })
}

/** Higher score first; among equals the cheaper, then the earlier. */
export const byScore = (a: Scored, b: Scored): number => compare(b.score, a.score) || byCost(a, b)

/** Fewer parameters first; among equals the earlier. Unknown cost counts as infinite. */
export const byCost = (a: Scored, b: Scored): number =>
  compare(a.parameters, b.parameters) || a.trial - b.trial

const compare = (a: number, b: number): number => (a < b ? -1 : a > b ? 1 : 0)
