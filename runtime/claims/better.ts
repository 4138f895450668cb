// `better … than`: superiority of one arm over another.
import type { ClaimDeclaration } from '../../schemas/claim-declaration.js'
import type { ClaimDefinition, ClaimSample, Examination } from './claim.js'
import { comparisonOptions } from './options.js'
import { compare, orient, shift, unorient } from './orient.js'

/**
 * Two-sided unless asked otherwise: one test at `at` finds the difference, its sign says whether the claim is supported or refuted,
 * so that two identical arms lead to either with probability `at` at most. `alternative: one_sided` is the test of the claim's own
 * direction at `at`, and of the opposite at `at` for refutation: each error is bounded on its own. With a margin the tests are of the
 * differences less the margin (superiority by a margin), so a difference established below it refutes; interval and estimate stay plain.
 */
export const better: ClaimDefinition = {
  role: 'claim',
  kind: 'better',
  summary: 'The arm is better than another: supported or refuted by the sign of an established difference.',
  reference: 'Demšar, "Statistical comparisons of classifiers over multiple data sets", JMLR 7 (2006)',
  required: ['than', 'on'],
  options: {
    ...comparisonOptions,
    alternative: {
      enum: ['two_sided', 'one_sided'],
      default: 'two_sided',
      description: 'one_sided tests only the direction that the claim states, at the full level.',
    },
    factor: {
      type: 'number',
      exclusiveMinimum: 0,
      default: 1,
      description:
        'By which factor it is better: 2 claims at least twice the value (half of it where less is better).',
    },
    margin: {
      type: 'number',
      exclusiveMinimum: 0,
      description: "By how much it is better at least, in the metric's unit; absent: by anything.",
    },
  },
  alpha: (claim) => claim.at,
  alternative: (claim) => claim.alternative ?? 'two_sided',
  sides,
  refuses: () => undefined,
  examine,
}

function sides(claim: ClaimDeclaration): 1 | 2 {
  return claim.alternative === 'one_sided' ? 1 : 2
}

function examine(claim: ClaimDeclaration, sample: ClaimSample): Examination {
  const { direction, test, random } = sample
  const tails = sides(claim)
  const pairs = compare(sample, claim.factor ?? 1)
  const oriented = orient(pairs, direction)
  const { margin = 0 } = claim
  const result = test.test(shift(oriented, -margin), random.derive('test'))
  const interval = test.interval(oriented, 1 - (claim.at * 2) / tails, random.derive('interval'))
  const estimate = test.estimate(oriented)
  const oneSided = tails === 1
  return {
    estimate: direction === 'maximize' ? estimate : -estimate,
    interval: unorient(interval, direction),
    pairs,
    oriented,
    supporting: {
      p: oneSided ? result.greater : result.twoSided,
      holds: oneSided || result.greater < result.less,
    },
    opposing: {
      p: oneSided ? result.less : result.twoSided,
      holds: oneSided || result.less < result.greater,
    },
    distribution: result.distribution,
    distance: Math.abs(estimate - margin),
    sides: tails,
  }
}
