// `by: paired_permutation`: the sign-flip test on the mean difference, with the interval that inverts it.
import { attainableSigned, leastUnits } from '../../statistics/attainable.js'
import { mean } from '../../statistics/moments.js'
import { signFlipInterval } from '../../statistics/sign-flip-interval.js'
import { testSignFlip } from '../../statistics/sign-flip.js'
import type { DifferenceTest } from './difference-test.js'

/** The default: assumes no distribution but symmetry under the null hypothesis, and is exact for few pairs. */
export const pairedPermutation: DifferenceTest = {
  by: 'paired_permutation',
  summary: 'sign-flip permutation of paired differences, exact up to 30 pairs',
  estimate: mean,
  interval: signFlipInterval,
  test: testSignFlip,
  attainable: attainableSigned,
  least: leastUnits,
}
