import { existsSync, mkdtempSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { runExperiment } from '../../../runtime/study/run-experiment.js'
import { runTiny, resultOf, tinyInline } from '../../support/studies/run-tiny.js'
import { dice, tinyPlan } from '../../support/studies/tiny.js'

describe('a study of look-ups', () => {
  test('tunes every arm in every replicate with its whole budget, and evaluates what was selected', async () => {
    const { status, outcome } = await runTiny({ trials: 8, replicates: 2 })
    expect(status).toBe('finished')
    expect(outcome.trials).toHaveLength(2 * 2 * 8)
    expect(outcome.selected).toHaveLength(4)
    expect(outcome.measurements.filter(({ phase }) => phase === 'evaluate')).toHaveLength(4)
    expect(outcome.counts).toMatchObject({ trials: 32, trainings: 32 * 2 + 4, by_end: { completed: 68 } })
    expect(outcome.counts.executed + outcome.counts.reused).toBe(68)
  })

  test('gives the same result when it is run again', async () => {
    const first = await runTiny()
    const second = await runTiny()
    expect(resultOf(second.outcome)).toBe(resultOf(first.outcome))
  })

  test('tries enqueued configurations first', async () => {
    const { outcome } = await runTiny()
    const first = outcome.trials.filter(({ arm, trial }) => arm === 'climber' && trial === 0)
    expect(first.map(({ configuration }) => configuration)).toEqual([
      { x: 5, y: 5 },
      { x: 5, y: 5 },
    ])
    expect(first.every(({ origin }) => origin === 'enqueue')).toBe(true)
  })
  test('evaluates a fixed arm without tuning it', async () => {
    const { outcome } = await runTiny({ arms: ['dice', 'baseline'] })
    expect(outcome.trials.filter(({ arm }) => arm === 'baseline')).toHaveLength(0)
    const rows = outcome.measurements.filter(({ arm }) => arm === 'baseline')
    expect(rows).toHaveLength(2)
    expect(rows.every(({ phase, trial }) => phase === 'evaluate' && trial === null)).toBe(true)
  })

  test('trains complete fidelities only for trials that the scheduler promotes', async () => {
    const { outcome } = await runTiny({ arms: ['rungs'], trials: 10, replicates: 1 })
    const ends = outcome.trials.map(({ end }) => end)
    expect(ends).toContain('pruned')
    expect(ends).toContain('completed')
    expect(outcome.trials).toHaveLength(10)
  })
})

describe('a study that cannot begin', () => {
  test('leaves no half-written run behind', async () => {
    const directory = join(mkdtempSync(join(tmpdir(), 'espalier-')), 'run')
    const plan = tinyPlan({ arms: ['dice'] })
    const refusing = { ...dice, refuses: () => 'it does not like this space' }
    const arms = plan.experiment.arms.map((arm) => ({
      ...arm,
      sampler: { definition: refusing, path: '', options: {} },
    }))
    const refused = { ...plan, experiment: { ...plan.experiment, arms } }
    await expect(runExperiment(refused, { directory, inline: tinyInline })).rejects.toMatchObject({
      code: 'sampler-refuses',
      message: "sampler 'dice': it does not like this space",
    })
    expect(existsSync(directory)).toBe(false)
  })
})
