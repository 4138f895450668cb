// The intrinsic dimension of recorded curves whose crossing is known in closed form.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { checkClaims } from '../../../../runtime/claims/check.js'
import { pairUnits } from '../../../../runtime/claims/sample.js'
import type { ClaimDeclaration } from '../../../../schemas/claim-declaration.js'
import type { JsonObject } from '../../../../schemas/json.js'
import type { ResultMeasurement } from '../../../../schemas/result.js'
import { row } from '../../../support/rows.js'

/** Tuning rows of one search: a trial each for numbers trained and what they reach; null where the trial diverged. */
const curve = (
  arm: string,
  points: readonly (readonly [size: number, value: number | null])[],
  replicate = 0,
): readonly ResultMeasurement[] =>
  points.flatMap(([size, value], trial) => {
    const at = {
      arm,
      replicate,
      phase: 'tune',
      trial,
      end: value === null ? 'diverged' : 'completed',
    } as const
    return [
      row({ ...at, value }),
      row({ ...at, metric: 'trained_numbers', value: value === null ? null : size }),
    ]
  })

/** A claim about a alone. */
const alone = (options: JsonObject = {}): ClaimDeclaration => ({
  id: 'claim',
  statement: 'a at most 10 on accuracy',
  claim: 'threshold',
  arm: 'a',
  on: 'accuracy',
  quantity: { kind: 'intrinsic_dimension', options: { metric: 'accuracy', baseline: 'direct', ...options } },
  over: 'replicates',
  by: 'paired_permutation',
  at: 0.05,
  exploratory: false,
})

/** One about a and b. */
const paired = (options: JsonObject = {}): ClaimDeclaration => ({
  ...alone(options),
  claim: 'better',
  than: 'b',
})

function dimension(
  rows: readonly ResultMeasurement[],
  options: JsonObject = {},
  direction: 'maximize' | 'minimize' = 'maximize',
): number | undefined {
  return pairUnits(alone(options), rows, direction).units[0]?.arm
}

describe('intrinsic_dimension', () => {
  test('a curve that is straight in the logarithm crosses where it does, whatever sizes were tried, in whatever order', () => {
    fc.assert(
      fc.property(
        fc.uniqueArray(fc.integer({ min: 1, max: 9_999 }), { minLength: 1, maxLength: 9 }),
        fc.double({ min: 0.1, max: 1, noNaN: true }),
        (sizes, share) => {
          const points = [1, ...sizes.filter((size) => size !== 1)].map(
            (size) => [size, Math.log10(size) / 4] as const,
          )
          const found = dimension([...curve('a', points.reverse()), ...curve('direct', [[1e4, 1]])], {
            share,
          })
          expect(Math.log10(found ?? Number.NaN)).toBeCloseTo(4 * share, 9)
        },
      ),
    )
  })

  test('the first crossing counts', () => {
    const points = [
      [10, 0.5],
      [20, 0.92],
      [40, 0.8],
      [80, 0.95],
    ] as const
    const found = dimension([...curve('a', points), ...curve('direct', [[1000, 1]])])
    expect(found).toBeCloseTo(10 * 2 ** (0.4 / 0.42), 9)
  })

  test('the smallest size, where it is enough; between the largest and the whole model, where none is', () => {
    const direct = curve('direct', [[1000, 1]])
    expect(
      dimension([
        ...curve('a', [
          [10, 0.95],
          [100, 1],
        ]),
        ...direct,
      ]),
    ).toBe(10)
    expect(
      dimension([
        ...curve('a', [
          [10, 0.1],
          [100, 0.8],
        ]),
        ...direct,
      ]),
    ).toBeCloseTo(100 * Math.sqrt(10), 9)
  })

  test('a share of the way from a floor, also where less is better', () => {
    const rows = [
      ...curve('a', [
        [10, 2],
        [100, 1],
      ]),
      ...curve('direct', [[1000, 0]]),
    ]
    expect(dimension(rows, { floor: 2, share: 0.25 }, 'minimize')).toBeCloseTo(10 ** 1.5, 9)
  })

  test('each arm against its own baseline, as a map says', () => {
    const baseline = { a: 'direct', b: 'other' }
    const points = [
      [10, 0.1],
      [100, 0.9],
    ] as const
    const rows = [
      ...curve('a', points),
      ...curve('b', points),
      ...curve('direct', [[1000, 1]]),
      ...curve('other', [[1000, 0.5 / 0.9]]),
    ]
    const { units } = pairUnits(paired({ baseline }), rows, 'maximize')
    expect(units[0]?.arm).toBeCloseTo(100, 9)
    expect(units[0]?.than).toBeCloseTo(10 ** 1.5, 9)
  })

  test('a trial that diverged, or no baseline, leaves the unit without a value', () => {
    const direct = curve('direct', [[1000, 1]])
    expect(
      dimension([
        ...curve('a', [
          [10, null],
          [100, 1],
        ]),
        ...direct,
      ]),
    ).toBeUndefined()
    expect(
      dimension([
        ...curve('a', [
          [10, 0.1],
          [100, 1],
        ]),
        ...curve('direct', [[1000, null]]),
      ]),
    ).toBeUndefined()
    expect(
      dimension(
        curve('a', [
          [10, 0.1],
          [100, 1],
        ]),
      ),
    ).toBeUndefined()
  })

  test('replicates are compared with the baseline of their own', () => {
    const rows = [0, 1].flatMap((replicate) => [
      ...curve(
        'a',
        [
          [10, 0.1],
          [100, 0.9],
        ],
        replicate,
      ),
      ...curve('direct', [[1000, replicate === 0 ? 1 : 0.5 / 0.9]], replicate),
    ])
    const { units } = pairUnits(alone(), rows, 'maximize')
    expect(units.map(({ arm }) => Math.log10(arm))).toEqual([expect.closeTo(2, 9), expect.closeTo(1.5, 9)])
  })

  test('a baseline that is no arm is an error before anything runs', () => {
    const check = (arms: readonly string[]) => () => checkClaims([paired()], arms, () => 'maximize')
    expect(check(['a', 'b', 'direct'])).not.toThrow()
    expect(check(['a', 'b'])).toThrow(/names the arm 'direct'/)
  })
})
