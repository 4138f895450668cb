// Claims that cannot be concluded are refused before anything is trained.
import { describe, expect, test } from '@jest/globals'
import { checkClaims } from '../../../runtime/claims/check.js'
import { runOn } from '../../../runtime/study/run-experiment.js'
import { memoryJournal } from '../../../runtime/store/journal.js'
import type { ClaimDeclaration } from '../../../schemas/claim-declaration.js'
import { claim } from '../../support/rows.js'
import { sameArms } from '../../support/same-arms.js'

const check = (declaration: ClaimDeclaration) => () =>
  checkClaims([declaration], ['a', 'b'], (metric) => {
    if (metric !== 'accuracy') throw new Error(`no direction for ${metric}`)
  })

describe('claims are refused', () => {
  test.each<[string, ClaimDeclaration, RegExp]>([
    ['of an unknown kind', claim({ claim: 'nicer' }), /'nicer' is no kind of claim/],
    [
      'by an unknown test',
      claim({ by: 'gut' }),
      /tested by 'gut'; known are bootstrap, paired_permutation, t, wilcoxon/,
    ],
    ['about an unknown quantity', claim({ quantity: { kind: 'speed', options: {} } }), /about 'speed'/],
    ['about an unknown arm', claim({ than: 'c' }), /names the arm 'c'; there are 'a', 'b'/],
    ['without a margin', claim({ claim: 'not_worse' }), /needs a `margin`/],
    ['without a bound', claim({ claim: 'threshold' }), /either `at_least` or `at_most`/],
    ['over seeds that a search does not have', claim({ on: 'tuning.accuracy', over: 'seeds' }), /over seeds/],
    ['on a metric without direction', claim({ on: 'latency' }), /no direction for latency/],
  ])('%s', (_, declaration, message) => {
    expect(check(declaration)).toThrow(message)
  })

  test('unless they say the direction themselves', () => {
    expect(check(claim({ on: 'latency', direction: 'minimize' }))).not.toThrow()
    expect(check(claim())).not.toThrow()
  })

  test('before a run has written anything', async () => {
    const { experiment, stages } = sameArms(2)
    const journal = memoryJournal()
    const plan = { experiment: { ...experiment, claims: [claim({ on: 'charm' })] }, stages }
    await expect(runOn(plan, journal, {})).rejects.toThrow(/whether more or less of 'charm' is better/)
    expect([...journal.records()]).toEqual([])
  })
})
