// Whole runs concluded: claims in the journal, the result of a run, and the A/A calibration in small.
import { describe, expect, test } from '@jest/globals'
import { concludeFrom } from '../../../runtime/study/conclusions.js'
import { verifyResult } from '../../../runtime/report/verify.js'
import { runSameArms, sameArms } from '../../support/same-arms.js'

describe('the result of a run', () => {
  test('repeats with its seed, differs with another, and verifies', async () => {
    const [first, again, other] = await runSameArms([1, 1, 2], 6)
    if (first === undefined || again === undefined || other === undefined) throw new Error('no result')
    expect(again.result_digest).toBe(first.result_digest)
    expect(other.result_digest).not.toBe(first.result_digest)
    expect(first.claims.map(({ phase }) => phase)).toEqual(['evaluate', 'tune'])
    expect(first.claims[1]).toMatchObject({ n: 6, missing: 0, on: 'score', correction: 'none' })
    expect(first.claims[0]).toMatchObject({ n: 6, test: 'paired_permutation', unit: 'replicates' })
    expect(first.counts).toMatchObject({ trials: 96, trainings: 96 * 2 + 12 })
    const { experiment } = sameArms(6)
    const checks = verifyResult({
      result: first,
      digestOfFile: () => undefined,
      conclude: (rows) => concludeFrom(experiment, first.seed, rows),
    })
    expect(checks.filter(({ holds }) => !holds)).toEqual([])
  })

  test('seldom tells two equal arms apart', async () => {
    const seeds = Array.from({ length: 40 }, (_, index) => index + 1)
    const results = await runSameArms(seeds, 8)
    const rejections = results.filter(({ claims }) => claims[0]?.outcome !== 'undecided').length
    // P(more than 6 of 40 at 12/256) is 0.3 %; the whole calibration is a nightly test.
    expect(rejections).toBeLessThanOrEqual(6)
  })
})
