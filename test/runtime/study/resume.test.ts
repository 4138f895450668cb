import { describe, expect, test } from '@jest/globals'
import { replay } from '../../../runtime/store/replay.js'
import { resultOf, runTiny } from '../../support/studies/run-tiny.js'
import type { TinyOptions } from '../../support/studies/tiny.js'

const studies: readonly (readonly [string, TinyOptions])[] = [
  ['an adaptive sampler', { arms: ['climber', 'dice'], trials: 6, replicates: 2 }],
  ['two rungs of fidelity', { arms: ['rungs'], trials: 8, replicates: 1 }],
  ['results taken in order of arrival', { arms: ['climber', 'rungs'], trials: 6, order: 'arrival' }],
]

describe('a study cut at a record boundary', () => {
  test.each(studies)('ends as if it had never stopped, wherever it is cut: %s', async (_, tiny) => {
    const whole = await runTiny(tiny)
    expect(whole.records.length).toBeGreaterThan(30)
    for (let cut = 0; cut < whole.records.length; cut += 1) {
      const again = await runTiny(tiny, {}, whole.records.slice(0, cut))
      expect(resultOf(again.outcome)).toBe(resultOf(whole.outcome))
    }
  })

  test('does nothing again that the journal holds', async () => {
    const whole = await runTiny()
    const again = await runTiny({}, {}, whole.records)
    expect(again.isFresh).toBe(false)
    expect(again.records).toEqual(whole.records)
  })

  test('refuses a journal of another specification and of another seed', async () => {
    const { records } = await runTiny()
    const part = records.slice(0, 20)
    await expect(runTiny({ digest: 'other' }, {}, part)).rejects.toMatchObject({
      code: 'other-specification',
      message: "the directory holds a run of 'tiny' with another specification",
    })
    await expect(runTiny({}, { seed: 6 }, part)).rejects.toMatchObject({ code: 'other-specification' })
  })

  test('has a state that is the fold of its records, taken up one by one', async () => {
    const { records, outcome } = await runTiny()
    const state = replay(records)
    expect([...state.searches.values()].flatMap((search) => [...search.trials.values()])).toHaveLength(
      outcome.trials.length,
    )
    expect(state.status).toBe('finished')
  })

  test('proposes differently under another seed', async () => {
    const one = await runTiny({ replicates: 1 }, { seed: 1 })
    const two = await runTiny({ replicates: 1 }, { seed: 2 })
    expect(resultOf(one.outcome)).not.toBe(resultOf(two.outcome))
  })
})
