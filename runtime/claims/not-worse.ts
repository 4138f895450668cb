// `not_worse … margin`: non-inferiority.
import type { ClaimDeclaration } from '../../schemas/claim-declaration.js'
import type { ClaimDefinition, ClaimSample, Examination } from './claim.js'
import { comparisonOptions, marginOption } from './options.js'
import { compare, orient, shift, unorient } from './orient.js'

/**
 * One-sided at `at`: supported when a loss as large as the margin is ruled out, refuted when a loss beyond the margin is established. Both tests
 * are of the differences moved by the margin; the interval has level 1 − 2·at, so that its end on that side decides as the test does.
 */
export const notWorse: ClaimDefinition = {
  role: 'claim',
  kind: 'not_worse',
  summary: 'The arm is worse than another by no more than a margin.',
  reference:
    'Piaggio et al., "Reporting of noninferiority and equivalence randomized trials", JAMA 308 (2012)',
  required: ['than', 'on', 'margin'],
  options: { ...comparisonOptions, margin: marginOption },
  alpha: (claim) => claim.at,
  alternative: () => 'one_sided',
  sides: () => 1,
  refuses: (claim) => (claim.margin === undefined ? 'a `not_worse` claim needs a `margin`' : undefined),
  examine,
}

function examine(claim: ClaimDeclaration, sample: ClaimSample): Examination {
  const { direction, test, random } = sample
  const margin = claim.margin ?? 0
  const pairs = compare(sample, 1)
  const oriented = orient(pairs, direction)
  const result = test.test(shift(oriented, margin), random.derive('test'))
  const interval = test.interval(oriented, 1 - 2 * claim.at, random.derive('interval'))
  const estimate = test.estimate(oriented)
  return {
    estimate: direction === 'maximize' ? estimate : -estimate,
    interval: unorient(interval, direction),
    pairs,
    oriented,
    supporting: { p: result.greater, holds: true },
    opposing: { p: result.less, holds: true },
    distribution: result.distribution,
    distance: Math.abs(estimate + margin),
    sides: 1,
  }
}
