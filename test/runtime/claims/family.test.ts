// Claims that no data could support.
import { describe, expect, test } from '@jest/globals'
import { unreachableClaims } from '../../../runtime/claims/family.js'
import { claim } from '../../support/rows.js'

describe('unreachable claims', () => {
  test('are those whose units are too few by themselves', () => {
    expect(unreachableClaims([claim()], () => 5)).toEqual([
      { id: 'claim', attainable: 0.0625, alpha: 0.05, least: 6 },
    ])
    expect(unreachableClaims([claim()], () => 6)).toEqual([])
  })

  test('are those that the family pushes out of reach: five one-sided pairs, Holm over two', () => {
    const pair = [claim({ id: 'x', alternative: 'one_sided' }), claim({ id: 'y', alternative: 'one_sided' })]
    expect(unreachableClaims(pair.slice(0, 1), () => 5)).toEqual([])
    expect(unreachableClaims(pair, () => 5).map(({ id, least }) => [id, least])).toEqual([
      ['x', 6],
      ['y', 6],
    ])
  })

  test('do not include what an easier claim of the family leaves within reach', () => {
    const claims = [claim({ id: 'many', over: 'seeds' }), claim({ id: 'few' })]
    expect(unreachableClaims(claims, ({ over }) => (over === 'seeds' ? 20 : 6))).toEqual([])
  })

  test('do not include t tests with a spread, nor exploratory claims in the count', () => {
    expect(unreachableClaims([claim({ by: 't' })], () => 2)).toEqual([])
    const claims = [claim({ id: 'x' }), claim({ id: 'y', exploratory: true })]
    expect(unreachableClaims(claims, () => 6)).toEqual([])
  })
})
