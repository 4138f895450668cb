// `by: bootstrap`: the BCa interval of the mean difference and the p-value that inverts it.
import { attainableSigned, leastUnits } from '../../statistics/attainable.js'
import { bcaInterval, bootstrapMean, testBootstrap } from '../../statistics/bootstrap.js'
import { mean } from '../../statistics/moments.js'
import type { DifferenceTest } from './difference-test.js'

/** Rejects too often below some fifteen units (its level is only asymptotic); meant for many seeds or replicates. */
export const bootstrap: DifferenceTest = {
  by: 'bootstrap',
  summary:
    'bias-corrected accelerated bootstrap of the mean difference; needs about fifteen units to keep its level',
  estimate: mean,
  interval: (differences, level, random) => bcaInterval(bootstrapMean(differences, random), level),
  test: testBootstrap,
  attainable: attainableSigned,
  least: leastUnits,
}
