// A bound on one arm: `{ arm, on, at_least | at_most, confidence }`.
import type { ClaimDeclaration } from '../../schemas/claim-declaration.js'
import type { ClaimDefinition, ClaimSample, Examination } from './claim.js'
import { sharedOptions } from './options.js'
import { subtract, unorient } from './orient.js'

/**
 * One-sided at 1 − confidence: supported when the arm's mean is established to lie on the stated side of the bound, refuted when on the other.
 * The test is the one-sample form of the paired one, on values minus the bound.
 */
export const threshold: ClaimDefinition = {
  role: 'claim',
  kind: 'threshold',
  summary: "An arm's metric is at least, or at most, a bound, with stated confidence.",
  required: ['on'],
  options: {
    arm: { type: 'string', description: 'The arm.' },
    ...sharedOptions,
    at_least: { type: 'number', description: 'The bound from below; either this or `at_most`.' },
    at_most: { type: 'number', description: 'The bound from above; either this or `at_least`.' },
    confidence: {
      type: 'number',
      exclusiveMinimum: 0.5,
      exclusiveMaximum: 1,
      default: 0.95,
      description: 'One minus the level of the one-sided test.',
    },
  },
  alpha,
  alternative: () => 'one_sided',
  sides: () => 1,
  refuses,
  examine,
}

function alpha(claim: ClaimDeclaration): number {
  // Rounded, because 1 − 0.95 is not 0.05 in floating point and a result file would show it.
  return Number((1 - (claim.bound?.confidence ?? 0.95)).toPrecision(12))
}

function refuses({ bound }: ClaimDeclaration): string | undefined {
  const given = [bound?.at_least, bound?.at_most].filter((limit) => limit !== undefined).length
  return given === 1 ? undefined : 'a threshold claim needs either `at_least` or `at_most`'
}

function examine(claim: ClaimDeclaration, sample: ClaimSample): Examination {
  const { test, random } = sample
  const side = claim.bound?.at_least === undefined ? 'minimize' : 'maximize'
  const limit = claim.bound?.at_least ?? claim.bound?.at_most ?? 0
  const pairs = sample.units.map(({ unit, arm }) => ({
    unit,
    arm,
    than: null,
    difference: subtract(arm, limit),
  }))
  const oriented = pairs.map(({ difference }) =>
    side === 'maximize' || difference === 0 ? difference : -difference,
  )
  const result = test.test(oriented, random.derive('test'))
  const interval = test.interval(oriented, 1 - 2 * alpha(claim), random.derive('interval'))
  const distance = test.estimate(oriented)
  return {
    estimate: limit + (side === 'maximize' ? distance : -distance),
    interval: unorient(interval, side, limit),
    pairs,
    oriented,
    supporting: { p: result.greater, holds: true },
    opposing: { p: result.less, holds: true },
    distribution: result.distribution,
    distance: Math.abs(distance),
    sides: 1,
  }
}
