import { describe, expect, test } from '@jest/globals'
import { replay } from '../../../runtime/store/replay.js'
import { resultOf, runTiny } from '../../support/studies/run-tiny.js'
import type { TinyOptions } from '../../support/studies/tiny.js'

const studies: readonly (readonly [string, TinyOptions])[] = [
  ['an adaptive sampler', { arms: ['climber', 'dice'], trials: 6, replicates: 2 }],
  ['two rungs of fidelity', { arms: ['rungs'], trials: 8, replicates: 1 }],
  ['results of both in one study', { arms: ['climber', 'rungs'], trials: 6, replicates: 1, slots: 2 }],
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

  test('takes results in the order that was logged, where order is that of arrival', async () => {
    const tiny: TinyOptions = { arms: ['climber', 'rungs'], trials: 6, order: 'arrival' }
    const whole = await runTiny(tiny)
    const logged = whole.records.filter(({ kind }) => kind === 'result-observed')
    const last = whole.records.lastIndexOf(logged.at(-1) ?? whole.records[0] ?? failure())
    for (let cut = 1; cut < whole.records.length; cut += 1) {
      const prefix = whole.records.slice(0, cut)
      const again = await runTiny(tiny, {}, prefix)
      expect(again.records.slice(0, cut)).toEqual(prefix)
      expect(again.outcome.trials).toHaveLength(whole.outcome.trials.length)
      if (cut > last) expect(resultOf(again.outcome)).toBe(resultOf(whole.outcome))
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

  test('refuses another numerics class, or goes on and says so', async () => {
    const { records } = await runTiny()
    const part = records
      .slice(0, 60)
      .map((record) => (record.kind === 'run-started' ? { ...record, numerics: 'another machine' } : record))
    await expect(runTiny({}, {}, part)).rejects.toMatchObject({ code: 'other-numerics' })
    const { outcome } = await runTiny({}, { acceptNumerics: true }, part)
    expect(outcome.exact).toEqual({ holds: false, because: ["a part was computed as 'look-up'"] })
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

function failure(): never {
  throw new Error('nothing was logged')
}
