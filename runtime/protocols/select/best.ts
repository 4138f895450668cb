// Selection by the best value.
import { byScore, scored, type SelectionRule } from './selection.js'

/** The trial with the best value, the mean over those of its trainings that ended with one. Ties: cheaper, then earlier. */
export const best: SelectionRule = (trials, direction) =>
  [...scored(trials, direction)].sort(byScore)[0]?.trial
