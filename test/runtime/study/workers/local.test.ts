import { existsSync, readFileSync } from 'node:fs'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { readJournal } from '../../../../runtime/store/journal.js'
import { faultyDirectory, freshFolder, runFaulty } from '../../../support/studies/faulty.js'
import { resultOf, runTiny } from '../../../support/studies/run-tiny.js'

const tiny = { arms: ['climber', 'dice', 'rungs'] as const, trials: 6, replicates: 2 }

describe('a study with worker processes', () => {
  test('gives the same result with one, two and three workers as without any', async () => {
    const alone = resultOf((await runTiny(tiny)).outcome)
    for (const workers of [1, 2, 3]) {
      const { outcome } = await runFaulty(faultyDirectory(), tiny, { workers })
      expect(resultOf(outcome)).toBe(alone)
    }
  })

  test('tries again what a crashed or a preempted worker held, and gives the same result', async () => {
    const directory = faultyDirectory({
      faults: [
        [5, 5, 'crash'],
        [5, 4, 'preempt'],
        [6, 4, 'exit'],
      ],
    })
    const { outcome } = await runFaulty(directory, tiny)
    expect(resultOf(outcome)).toBe(resultOf((await runTiny(tiny)).outcome))
    expect(outcome.exact.holds).toBe(true)
    expect(outcome.lostWorkers).toBeGreaterThan(0)
    const lost = readJournal(directory).filter(({ kind }) => kind === 'worker-lost')
    expect(lost[0]).toMatchObject({ cause: 'crash', retried: true })
  })

  test('gives a training up that always crashes, with an end of its own, and goes on', async () => {
    const directory = faultyDirectory({ faults: [[5, 5, 'crash!']] })
    const { outcome, status } = await runFaulty(directory, tiny)
    expect(status).toBe('finished')
    const trial = outcome.trials.find(({ arm, trial }) => arm === 'climber' && trial === 0)
    expect(trial).toMatchObject({ end: 'failed', values: [] })
    expect(outcome.exact.holds).toBe(false)
  })

  test('holds limits of time and memory from outside the process that trains', async () => {
    const slow = faultyDirectory({ faults: [[5, 5, 'hang!']] })
    const few = { arms: ['climber'], trials: 2, replicates: 1 } as const
    const timed = await runFaulty(slow, { ...few, resources: { timeoutSeconds: 1 } })
    expect(timed.outcome.trials[0]).toMatchObject({ arm: 'climber', end: 'timed_out' })
    const greedy = faultyDirectory({ faults: [[5, 5, 'hoard!']] })
    const hoarded = await runFaulty(greedy, { ...few, resources: { memoryBytes: 300 << 20 } })
    expect(hoarded.outcome.trials[0]).toMatchObject({ arm: 'climber', end: 'out_of_memory' })
  })

  test('takes an exception in a training for a failed training', async () => {
    const { outcome } = await runFaulty(faultyDirectory({ faults: [[5, 5, 'throw']] }), tiny)
    const ends = outcome.trials.map(({ end }) => end)
    expect(ends).toContain('failed')
  })

  test('says why when no worker can work', async () => {
    const directory = faultyDirectory()
    await expect(
      runFaulty(directory, tiny, { planFile: join(directory, 'missing.ts') }),
    ).rejects.toMatchObject({
      code: 'worker-broken',
    })
    expect(existsSync(join(directory, 'run.sqlite'))).toBe(true)
  })

  test('trains nothing again that a neighbouring run has trained', async () => {
    const folder = freshFolder()
    const first = faultyDirectory({}, 'tiny-1', folder)
    await runFaulty(first, { ...tiny, arms: ['climber'] })
    const second = faultyDirectory({}, 'tiny-2', folder)
    const { outcome } = await runFaulty(second, { ...tiny, arms: ['climber', 'dice'], digest: 'edited' })
    const climber = readJournal(second).filter(
      (record) => record.kind === 'segment-finished' && record.reusedFrom === 'tiny-1',
    )
    const alone = readJournal(first).filter((record) => record.kind === 'segment-finished')
    expect(climber).toHaveLength(alone.length)
    expect(outcome.counts.reused).toBeGreaterThanOrEqual(alone.length)
    expect(resultOf(outcome)).toBe(resultOf((await runTiny({ ...tiny, arms: ['climber', 'dice'] })).outcome))
  })

  test('exports the model of every arm from the training that was evaluated', async () => {
    const directory = faultyDirectory()
    const { outcome } = await runFaulty(directory, { ...tiny, refit: 'none' })
    expect(outcome.models.map(({ arm, file }) => [arm, file])).toEqual([
      ['climber', 'models/climber.onnx'],
      ['dice', 'models/dice.onnx'],
      ['rungs', 'models/rungs.onnx'],
    ])
    for (const { file, training } of outcome.models) {
      expect(readFileSync(join(directory, file ?? ''), 'utf8')).toBe(training)
    }
    expect(existsSync(join(directory, 'lock.json'))).toBe(true)
  })
})
