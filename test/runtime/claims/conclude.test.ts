// Claims from rows to outcomes: each kind, both directions, the family, missing values and planning.
import { describe, expect, test } from '@jest/globals'
import { concludeClaims } from '../../../runtime/claims/conclude.js'
import type { ClaimDeclaration } from '../../../schemas/claim-declaration.js'
import type { ClaimResult, ResultMeasurement } from '../../../schemas/result.js'
import { claim, evaluations, row, trials } from '../../support/rows.js'

const conclude = (
  claims: readonly ClaimDeclaration[],
  measurements: readonly ResultMeasurement[],
): readonly ClaimResult[] =>
  concludeClaims(claims, {
    measurements,
    direction: (metric) => (metric === 'loss' ? 'minimize' : 'maximize'),
    seed: 1,
  })

const one = (declaration: ClaimDeclaration, rows: readonly ResultMeasurement[]): ClaimResult => {
  const [result] = conclude([declaration], rows)
  if (result === undefined) throw new Error('no result')
  return result
}

const low = [0.9, 0.91, 0.92, 0.9, 0.93, 0.91, 0.9, 0.92]
const high = [0.95, 0.94, 0.96, 0.95, 0.97, 0.95, 0.93, 0.96]

describe('better', () => {
  test('is supported at 2/256 when all eight pairs agree', () => {
    const result = one(claim(), [...evaluations('a', high), ...evaluations('b', low)])
    expect(result).toMatchObject({
      outcome: 'supported',
      n: 8,
      p_raw: 2 / 256,
      p_adjusted: 2 / 256,
      needs_n: null,
    })
    expect(result.estimate).toBeCloseTo(0.04, 12)
    expect(result.effect.superiority).toBe(1)
    expect(result.ci?.low).toBeGreaterThan(0)
  })

  test('is refuted when the other arm is established to be better', () => {
    const result = one(claim(), [...evaluations('a', low), ...evaluations('b', high)])
    expect(result.outcome).toBe('refuted')
    expect(result.estimate).toBeCloseTo(-0.04, 12)
  })

  test('turns round where less is better, but shows differences in the metric itself', () => {
    const result = one(claim({ on: 'loss' }), [
      ...evaluations('a', low, 'loss'),
      ...evaluations('b', high, 'loss'),
    ])
    expect(result.outcome).toBe('supported')
    expect(result.estimate).toBeCloseTo(-0.04, 12)
    expect(result.ci?.high).toBeLessThan(0)
    expect(result.effect.superiority).toBe(1)
  })

  test('is undecided with five pairs, however large the difference, and says that six would do', () => {
    const result = one(claim(), [...evaluations('a', high.slice(0, 5)), ...evaluations('b', low.slice(0, 5))])
    expect(result).toMatchObject({ outcome: 'undecided', p_raw: 0.0625, needs_n: 6 })
    expect(result.ci).toMatchObject({ low: null, high: null })
  })

  test('asks for more pairs the smaller the difference, and for none that exists when there is no difference', () => {
    const noise = [0.02, -0.01, 0.015, -0.02, 0.01, 0.005, -0.012, 0.01]
    const near = one(claim(), [
      ...evaluations(
        'a',
        low.map((x, i) => x + (noise[i] ?? 0)),
      ),
      ...evaluations('b', low),
    ])
    expect(near.outcome).toBe('undecided')
    expect(near.needs_n).toBeGreaterThan(100)
    const equal = one(claim(), [...evaluations('a', low), ...evaluations('b', low)])
    expect(equal).toMatchObject({ outcome: 'undecided', p_raw: 1, needs_n: null, estimate: 0 })
  })

  test('can be one-sided: half the p-value, and five pairs suffice', () => {
    const rows = [...evaluations('a', high.slice(0, 5)), ...evaluations('b', low.slice(0, 5))]
    expect(one(claim({ alternative: 'one_sided' }), rows)).toMatchObject({
      outcome: 'supported',
      p_raw: 1 / 32,
    })
  })

  test('can claim a factor, in either direction of the metric', () => {
    const rows = [
      ...evaluations(
        'a',
        low.map((x) => 0.3 * x),
      ),
      ...evaluations(
        'b',
        low.map((x) => 0.1 * x),
      ),
    ]
    expect(one(claim({ factor: 2 }), rows).outcome).toBe('supported')
    expect(one(claim({ factor: 4 }), rows).outcome).toBe('refuted')
    const swapped = claim({ arm: 'b', than: 'a', direction: 'minimize' })
    expect(one({ ...swapped, factor: 2 }, rows).outcome).toBe('supported')
    expect(one({ ...swapped, factor: 4 }, rows).outcome).toBe('refuted')
  })
})

describe('better by a margin', () => {
  const rows = (metric?: string) => [...evaluations('a', high, metric), ...evaluations('b', low, metric)]
  const by = (margin: number) => claim({ alternative: 'one_sided', margin })

  test('needs a difference above the margin in all pairs, and shows the plain one', () => {
    const result = one(by(0.02), rows())
    expect(result).toMatchObject({ outcome: 'supported', p_raw: 1 / 256, margin: 0.02 })
    expect(result.estimate).toBeCloseTo(0.04, 12)
  })

  test('is refuted by a difference below it, be it for the arm', () => {
    expect(one(by(0.06), rows()).outcome).toBe('refuted')
    expect(one(claim({ margin: 0.06 }), rows()).outcome).toBe('refuted')
  })

  test('is undecided about the margin itself', () => {
    expect(one(by(0.04), rows()).outcome).toBe('undecided')
  })

  test('reads a loss the other way round', () => {
    const swapped = { ...by(0.02), arm: 'b', than: 'a', on: 'loss' }
    expect(one(swapped, rows('loss')).outcome).toBe('supported')
    expect(one({ ...swapped, margin: 0.06 }, rows('loss')).outcome).toBe('refuted')
  })
})

describe('diverged', () => {
  const ends = (arm: string, list: readonly string[]) =>
    list.map((end, seed) =>
      row({ arm, phase: 'evaluate', trial: null, seed, end, value: end === 'completed' ? 0.9 : null }),
    )
  const quantity = { kind: 'diverged', options: { metric: 'accuracy' } }
  const fewer = claim({ over: 'seeds', quantity, alternative: 'one_sided', at: 0.01 })
  const stable = Array.from({ length: 8 }, () => 'completed')
  const blown = Array.from({ length: 8 }, () => 'diverged')

  test('is a share of trainings, fewer are better', () => {
    const result = one(fewer, [...ends('a', stable), ...ends('b', blown)])
    expect(result).toMatchObject({ outcome: 'supported', estimate: -1, n: 8, p_raw: 1 / 256 })
  })

  test('leaves out what failed in another way', () => {
    const result = one(fewer, [...ends('a', stable), ...ends('b', ['failed', ...blown.slice(1)])])
    expect(result.n).toBe(7)
  })
})

describe('not_worse', () => {
  const margin = (value: number) => claim({ claim: 'not_worse', margin: value })
  const slightlyLess = low.map((x, i) => x - 0.01 - 0.001 * i)

  test('is supported when a loss as large as the margin is ruled out', () => {
    const rows = [...evaluations('a', slightlyLess), ...evaluations('b', low)]
    expect(one(margin(0.03), rows)).toMatchObject({
      outcome: 'supported',
      p_raw: 1 / 256,
      alternative: 'one_sided',
    })
  })

  test('is refuted when a loss beyond the margin is established', () => {
    const rows = [...evaluations('a', slightlyLess), ...evaluations('b', low)]
    expect(one(margin(0.005), rows)).toMatchObject({ outcome: 'refuted', opposite: { p_raw: 1 / 256 } })
  })

  test('is undecided in between, its interval on both sides of the margin', () => {
    const rows = [...evaluations('a', slightlyLess), ...evaluations('b', low)]
    const result = one(margin(0.0135), rows)
    expect(result.outcome).toBe('undecided')
    expect(result.ci?.low).toBeLessThan(-0.0135)
    expect(result.ci?.high).toBeGreaterThan(-0.0135)
  })

  test('reads a loss the other way round', () => {
    const rows = [...evaluations('a', high, 'loss'), ...evaluations('b', low, 'loss')]
    expect(one(claim({ claim: 'not_worse', on: 'loss', margin: 0.1 }), rows).outcome).toBe('supported')
    expect(one(claim({ claim: 'not_worse', on: 'loss', margin: 0.01 }), rows).outcome).toBe('refuted')
  })
})

describe('equivalent', () => {
  const wobble = low.map((x, i) => x + (i % 2 === 0 ? 0.002 : -0.002))

  test('is supported within the margin, refuted beyond it, undecided across it', () => {
    const rows = [...evaluations('a', wobble), ...evaluations('b', low)]
    expect(one(claim({ claim: 'equivalent', margin: 0.01 }), rows).outcome).toBe('supported')
    expect(one(claim({ claim: 'equivalent', margin: 0.0005 }), rows).outcome).toBe('undecided')
    const apart = [...evaluations('a', high), ...evaluations('b', low)]
    expect(one(claim({ claim: 'equivalent', margin: 0.01 }), apart).outcome).toBe('refuted')
  })
})

describe('threshold', () => {
  const bounded = (bound: ClaimDeclaration['bound']): ClaimDeclaration => {
    const { than, ...rest } = claim({ claim: 'threshold' })
    return than === undefined || bound === undefined ? rest : { ...rest, bound }
  }

  test('is supported above the bound, refuted below it, undecided on it', () => {
    const rows = evaluations('a', high)
    expect(one(bounded({ at_least: 0.9, confidence: 0.95 }), rows)).toMatchObject({
      outcome: 'supported',
      alpha: 0.05,
    })
    expect(one(bounded({ at_least: 0.98, confidence: 0.95 }), rows).outcome).toBe('refuted')
    const on = one(bounded({ at_least: 0.951, confidence: 0.95 }), rows)
    expect(on.outcome).toBe('undecided')
    expect(on.estimate).toBeCloseTo(0.95125, 10)
    expect(on.pairs[0]).toMatchObject({ arm: 0.95, than: null })
  })

  test('can bound from above', () => {
    const rows = evaluations('a', high)
    expect(one(bounded({ at_most: 0.98, confidence: 0.99 }), rows)).toMatchObject({
      outcome: 'supported',
      bound: 0.98,
    })
    expect(one(bounded({ at_most: 0.9, confidence: 0.95 }), rows).outcome).toBe('refuted')
  })
})

describe('a family', () => {
  const rows = [...evaluations('a', high), ...evaluations('b', low), ...evaluations('c', low)]
  const two = [claim({ id: 'first' }), claim({ id: 'second', than: 'c' })]

  test('is corrected together by Holm', () => {
    expect(conclude(two, rows).map((result) => result.p_adjusted)).toEqual([4 / 256, 4 / 256])
  })

  test('leaves exploratory claims out and marks them', () => {
    const [first, second] = conclude(
      [two[0] ?? claim(), { ...claim({ id: 'second', than: 'c' }), exploratory: true }],
      rows,
    )
    expect(first).toMatchObject({ p_adjusted: 2 / 256, correction: 'holm', family_size: 1 })
    expect(second).toMatchObject({ p_adjusted: 2 / 256, correction: 'none', exploratory: true })
  })
})

describe('units', () => {
  test('average seeds, folds and tasks within a replicate', () => {
    const rows = [0, 1, 2, 3, 4, 5].flatMap((replicate) =>
      [1, 2].flatMap((seed) => [
        row({ arm: 'a', replicate, seed, value: 0.75 + seed / 8 }),
        row({ arm: 'b', replicate, seed, value: 0.5 + (seed * replicate) / 16 }),
      ]),
    )
    const result = one(claim(), rows)
    expect(result.n).toBe(6)
    expect(result.pairs[2]).toMatchObject({ unit: 'replicate 2', arm: 0.9375, than: 0.6875 })
    expect(one(claim({ over: 'seeds' }), rows).n).toBe(12)
  })

  test('stand in numeric order', () => {
    const values = Array.from({ length: 11 }, (_, i) => i / 20)
    const rows = [...evaluations('a', values), ...evaluations('b', values)].reverse()
    expect(
      one(claim(), rows)
        .pairs.map(({ unit }) => unit)
        .slice(8),
    ).toEqual(['replicate 8', 'replicate 9', 'replicate 10'])
  })

  test('that lack a value leave the claim undecided and are named', () => {
    const rows = [...evaluations('a', high), ...evaluations('b', low)].map((r) =>
      r.arm === 'b' && r.replicate === 3 ? { ...r, value: null, end: 'diverged' } : r,
    )
    const result = one(claim(), rows)
    expect(result).toMatchObject({ outcome: 'undecided', n: 7, missing: 1 })
    expect(result.note).toBe('1 of 8 units lack a value (replicate 3)')
  })

  test('without any value make an undecided claim, not an exception', () => {
    expect(one(claim(), [])).toMatchObject({ outcome: 'undecided', n: 0, estimate: null, ci: null, p_raw: 1 })
  })
})

describe('search quantities', () => {
  const searches = (arm: string, lift: number) =>
    [0, 1, 2, 3, 4, 5].flatMap((r) =>
      trials(arm, r, [0.2 + lift, null, 0.5 + lift + r / 100, 0.1, 0.9 + lift]),
    )

  const rows = [...searches('a', 0.05), ...searches('b', 0)]

  test('take the best of all trials, or of the first', () => {
    const best = one(claim({ on: 'tuning.accuracy' }), rows)
    expect(best).toMatchObject({
      quantity: 'best tuning accuracy',
      phase: 'tune',
      on: 'accuracy',
      outcome: 'supported',
    })
    expect(best.pairs[0]?.arm).toBeCloseTo(0.95, 12)
    const first = one(claim({ quantity: { kind: 'best_after', options: { trials: 3 } } }), rows)
    expect(first.pairs[1]?.than).toBeCloseTo(0.51, 12)
    expect(first.note).toMatch('about the search')
  })

  test('count the share of trials above a threshold, failed ones as below', () => {
    const share = one(claim({ quantity: { kind: 'share_above', options: { threshold: 0.52 } } }), rows)
    expect(share.pairs[0]).toMatchObject({ arm: 0.4, than: 0.2 })
  })

  test('count the trials up to the first good enough one; none counts as one more than were spent, and fewer are better', () => {
    const reach = (threshold: number) =>
      one(claim({ quantity: { kind: 'trials_to_reach', options: { threshold } } }), rows)
    // a holds 0.25, –, 0.55 + r/100, 0.1, 0.95; b the same less 0.05.
    expect(reach(0.54)).toMatchObject({ direction: 'minimize', outcome: 'undecided', n: 6 })
    expect(reach(0.54).pairs[0]).toMatchObject({ arm: 3, than: 5 })
    expect(reach(0.54).pairs[4]).toMatchObject({ arm: 3, than: 3 })
    expect(reach(0.92)).toMatchObject({ outcome: 'supported', estimate: -1 })
    expect(reach(0.92).pairs[0]).toMatchObject({ arm: 5, than: 6 })
  })

  test('ignore invalid trials and lower fidelities', () => {
    const extra = [
      ...rows,
      row({ arm: 'a', phase: 'tune', trial: 9, value: null, end: 'invalid' }),
      row({ arm: 'a', phase: 'tune', trial: 4, value: 0.99, fidelity: 0.5 }),
    ]
    expect(one(claim({ on: 'tuning.accuracy' }), extra).pairs).toEqual(
      one(claim({ on: 'tuning.accuracy' }), rows).pairs,
    )
  })
})

describe('concluding', () => {
  test('repeats exactly, Monte Carlo included', () => {
    const many = Array.from({ length: 40 }, (_, i) => 0.9 + (i % 7) / 100)
    const rows = [
      ...evaluations('a', many),
      ...evaluations(
        'b',
        many.map((x, i) => x - (i % 3) / 100 + 0.005),
      ),
    ]
    const claims = [
      claim({ id: 'p' }),
      claim({ id: 'b', by: 'bootstrap' }),
      claim({ id: 'w', by: 'wilcoxon' }),
      claim({ id: 't', by: 't' }),
    ]
    const results = conclude(claims, rows)
    expect(conclude(claims, [...rows].reverse())).toEqual(results)
    expect(results.map(({ distribution }) => distribution)).toEqual([
      'monte_carlo',
      'monte_carlo',
      'exact',
      'exact',
    ])
    for (const result of results) expect(result.outcome).toBe(results[0]?.outcome)
  })
})
