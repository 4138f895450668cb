// Full fidelity: each trial once, to the end.
import { describe, expect, test } from '@jest/globals'
import { full } from '../../../runtime/schedulers/full.js'

describe('full', () => {
  test('starts every trial at full fidelity, then waits, and is rebuilt by its events', () => {
    const context = {
      trials: 2,
      fidelity: { name: 'epochs', from: 1, to: 9 },
      direction: 'maximize',
      options: {},
    } as const
    const state = full.start(context)
    expect(full.decide(state)).toEqual({ kind: 'start', fidelity: 9 })
    full.observe(state, { kind: 'proposed', trial: 0, configuration: {} })
    expect(full.decide(state)).toEqual({ kind: 'start', fidelity: 9 })
    full.observe(state, { kind: 'finished', trial: 0, configuration: {}, values: [1] })
    full.observe(state, { kind: 'proposed', trial: 1, configuration: {} })
    expect(full.decide(state)).toEqual({ kind: 'wait' })
  })
})
