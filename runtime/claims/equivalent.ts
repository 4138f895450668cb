// `equivalent … margin`: the difference is too small to matter.
import type { ClaimDeclaration } from '../../schemas/claim-declaration.js'
import type { ClaimDefinition, ClaimSample, Examination } from './claim.js'
import { comparisonOptions, marginOption } from './options.js'
import { compare, orient, shift, unorient } from './orient.js'

/**
 * Two one-sided tests (Schuirmann 1987): supported when the difference lies above −margin and below +margin, each at `at`; no correction between
 * the two is due, as both must reject. Refuted when it lies beyond either margin: there one rejection suffices, so each is tested at `at`/2.
 */
export const equivalent: ClaimDefinition = {
  role: 'claim',
  kind: 'equivalent',
  summary: 'Two arms differ by less than a margin, either way.',
  reference:
    'Schuirmann, "A comparison of the two one-sided tests procedure and the power approach", J. Pharmacokinet. Biopharm. 15 (1987)',
  required: ['than', 'on', 'margin'],
  options: { ...comparisonOptions, margin: marginOption },
  alpha: (claim) => claim.at,
  alternative: () => 'equivalence',
  sides: () => 1,
  refuses: (claim) => (claim.margin === undefined ? 'an `equivalent` claim needs a `margin`' : undefined),
  examine,
}

function examine(claim: ClaimDeclaration, sample: ClaimSample): Examination {
  const { direction, test, random } = sample
  const margin = claim.margin ?? 0
  const pairs = compare(sample, 1)
  const oriented = orient(pairs, direction)
  const aboveLower = test.test(shift(oriented, margin), random.derive('lower'))
  const belowUpper = test.test(shift(oriented, -margin), random.derive('upper'))
  const interval = test.interval(oriented, 1 - 2 * claim.at, random.derive('interval'))
  const estimate = test.estimate(oriented)
  return {
    estimate: direction === 'maximize' ? estimate : -estimate,
    interval: unorient(interval, direction),
    pairs,
    oriented,
    supporting: { p: Math.max(aboveLower.greater, belowUpper.less), holds: true },
    opposing: { p: Math.min(1, 2 * Math.min(aboveLower.less, belowUpper.greater)), holds: true },
    distribution: aboveLower.distribution,
    distance: Math.abs(margin - Math.abs(estimate)),
    sides: 1,
  }
}
