// `by: wilcoxon`: the signed-rank test, with the Hodges–Lehmann pseudo-median as its estimate.
import { attainableSigned, leastUnits } from '../../statistics/attainable.js'
import { pseudoMedian, walshInterval } from '../../statistics/walsh.js'
import { testWilcoxon } from '../../statistics/wilcoxon.js'
import type { DifferenceTest } from './difference-test.js'

/** Less moved by one wild replicate than the permutation test; exact up to 200 pairs, zeros by Pratt. */
export const wilcoxon: DifferenceTest = {
  by: 'wilcoxon',
  summary: 'Wilcoxon signed-rank test of paired differences, exact with ties, zeros by Pratt',
  estimate: pseudoMedian,
  interval: walshInterval,
  test: (differences) => testWilcoxon(differences),
  attainable: attainableSigned,
  least: leastUnits,
}
