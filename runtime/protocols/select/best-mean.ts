// Selection by the best mean among trials that were measured in full.
import { byScore, scored, type SelectionRule } from './selection.js'

/**
 * The best mean among the trials with the most values: a mean over fewer trainings (others diverged or failed) is not
 * comparable and flatters. Ties: cheaper, then earlier.
 */
export const bestMean: SelectionRule = (trials, direction) => {
  const all = scored(trials, direction)
  const most = Math.max(...all.map(({ values }) => values.length))
  return all.filter(({ values }) => values.length === most).sort(byScore)[0]?.trial
}
