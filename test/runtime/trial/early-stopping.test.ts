import { describe, expect, test } from '@jest/globals'
import { freshStopping, observeStopping, type StoppingRule } from '../../../runtime/trial/early-stopping.js'

const run = (rule: StoppingRule, values: readonly number[]) => {
  let state = freshStopping
  const seen: string[] = []
  for (const [index, value] of values.entries()) {
    const step = observeStopping(rule, state, index + 1, value)
    state = step.state
    seen.push(step.stop ? 'stop' : step.improved ? 'improved' : 'waiting')
    if (step.stop) break
  }
  return { state, seen }
}

describe('early stopping', () => {
  test('ends after as many epochs without improvement as the patience says, and remembers the best epoch', () => {
    const rule = { patience: 2, metric: 'loss', minimumChange: 0, direction: 'minimize' } as const
    const { state, seen } = run(rule, [3, 2, 2, 2.5, 1])
    expect(seen).toEqual(['improved', 'improved', 'waiting', 'stop'])
    expect(state).toEqual({ best: 2, bestEpoch: 2, waited: 2 })
  })

  test('a change must exceed the minimum change to count', () => {
    const rule = { patience: 3, metric: 'accuracy', minimumChange: 0.1, direction: 'maximize' } as const
    expect(run(rule, [0.5, 0.55, 0.7]).seen).toEqual(['improved', 'waiting', 'improved'])
  })

  test('a value that is no number never improves', () => {
    const rule = { patience: 2, metric: 'loss', minimumChange: 0, direction: 'minimize' } as const
    expect(run(rule, [1, Number.NaN, Number.NaN]).seen).toEqual(['improved', 'waiting', 'stop'])
  })
})
