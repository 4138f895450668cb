// A thousand whole A/A runs: search, selection, evaluation and claim over a table, two arms that differ in name alone.
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import { memoryJournal } from '../../runtime/store/journal.js'
import { resultOfRun } from '../../runtime/study/conclusions.js'
import { loadPlan } from '../../runtime/study/load-plan.js'
import { runOn } from '../../runtime/study/run-experiment.js'
import { binomialBand } from '../support/binomial.js'

const root = join(import.meta.dirname, '../..')

test('specs/benchmarks/same-arms.yaml under 1,000 seeds rejects within the 99 % band of its attainable level, 12/256', async () => {
  const plan = await loadPlan(join(root, 'test/golden/benchmarks/same-arms/plan.ts'))
  let rejections = 0
  for (let seed = 5000; seed < 6000; seed += 1) {
    const { outcome } = await runOn(plan, memoryJournal(), { root, seed })
    const { claims } = resultOfRun(plan.experiment, outcome, { environment: {}, timings: {} })
    if (claims[0]?.outcome !== 'undecided') rejections += 1
  }
  const [least, most] = binomialBand(1000, 12 / 256, 0.99)
  expect(rejections).toBeGreaterThanOrEqual(least)
  expect(rejections).toBeLessThanOrEqual(most)
}, 900_000)
