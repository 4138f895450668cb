// `by: t`: the paired t test, for papers that used it and for two or three units.
import { attainableT } from '../../statistics/attainable.js'
import { mean } from '../../statistics/moments.js'
import { testT, tInterval } from '../../statistics/t-test.js'
import type { DifferenceTest } from './difference-test.js'

/** Exact only for normal differences. */
export const t: DifferenceTest = {
  by: 't',
  summary: 'paired t test; exact for normally distributed differences',
  estimate: mean,
  interval: (differences, level) => tInterval(differences, level),
  test: (differences) => testT(differences),
  attainable: attainableT,
  least: () => 2,
}
