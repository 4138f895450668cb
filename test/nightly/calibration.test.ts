// A thousand whole A/A runs: search, selection, evaluation and claim over a table, two arms that differ in name alone.
import { expect, test } from '@jest/globals'
import { binomialBand } from '../support/binomial.js'
import { runSameArms } from '../support/same-arms.js'

test('two equal arms are told apart as often as eight pairs allow: within the 99 % band of 12/256', async () => {
  const seeds = Array.from({ length: 1000 }, (_, index) => 5000 + index)
  const results = await runSameArms(seeds, 8)
  const rejections = results.filter(({ claims }) => claims[0]?.outcome !== 'undecided').length
  const [least, most] = binomialBand(1000, 12 / 256, 0.99)
  expect(rejections).toBeGreaterThanOrEqual(least)
  expect(rejections).toBeLessThanOrEqual(most)
}, 900_000)
