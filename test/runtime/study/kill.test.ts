import { describe, expect, test } from '@jest/globals'
import { openJournal, readJournal } from '../../../runtime/store/journal.js'
import { outcomeOf } from '../../../runtime/store/outcome.js'
import { replay } from '../../../runtime/store/replay.js'
import { coordinate, faultyDirectory, liveWorkers, recordsIn, until } from '../../support/studies/faulty.js'
import { resultOf, runTiny } from '../../support/studies/run-tiny.js'

const arms = ['climber', 'dice', 'rungs', 'baseline'] as const

describe('a coordinator that is killed', () => {
  test('leaves a run that goes on to the same result, whatever the moments and the workers', async () => {
    const directory = faultyDirectory({ milliseconds: 3 })
    for (const [workers, records] of [
      [1, 3],
      [2, 60],
      [3, 150],
      [1, 200],
    ] as const) {
      const running = coordinate(directory, workers)
      await until(() => recordsIn(directory) > records)
      running.kill('SIGKILL')
      expect(await running.ended).toEqual({ status: '', signal: 'SIGKILL' })
    }
    expect(await coordinate(directory, 2).ended).toEqual({ status: 'finished', signal: null })
    const whole = await runTiny({ arms })
    expect(resultOf(outcomeOf(replay(readJournal(directory))))).toBe(resultOf(whole.outcome))
  })

  test('leaves no worker behind, not even one in the middle of a training', async () => {
    const directory = faultyDirectory({ faults: [[5, 5, 'hang!']] })
    const running = coordinate(directory, 2)
    await until(() => liveWorkers(directory).length > 0)
    running.kill('SIGKILL')
    await running.ended
    await until(() => liveWorkers(directory).length === 0)
  })

  test('stops on request, says so, and goes on later', async () => {
    const directory = faultyDirectory({ milliseconds: 5 })
    const running = coordinate(directory, 2)
    await until(() => recordsIn(directory) > 50)
    running.kill('SIGTERM')
    expect(await running.ended).toEqual({ status: 'interrupted', signal: null })
    expect(liveWorkers(directory)).toHaveLength(0)
    expect(readJournal(directory).at(-1)).toMatchObject({ kind: 'run-interrupted' })
    expect((await coordinate(directory, 2).ended).status).toBe('finished')
  })

  test('keeps a second writer out while it lives, and no longer', async () => {
    const directory = faultyDirectory({ milliseconds: 20 })
    const running = coordinate(directory, 1)
    await until(() => recordsIn(directory) > 0)
    expect(() => openJournal(directory)).toThrow(/is being written by process \d+/)
    running.kill('SIGKILL')
    await running.ended
    openJournal(directory).close()
  })
})
