// Tree search against its formula, its dossier's cases, and the same search on an explicitly binary tree.
import { describe, expect, test } from '@jest/globals'
import { chooseCell, mcts, stepsOf } from '../../../runtime/samplers/mcts.js'
import { selectChild } from '../../../runtime/samplers/tree.js'
import * as make from '../../../runtime/space/constructors.js'
import type { Configuration } from '../../../runtime/space/decision.js'
import { randomStream } from '../../../runtime/support/random.js'
import { contextOf, runSearch } from '../../support/searches.js'
import { spaceOf } from '../../support/spaces.js'

describe('selectChild', () => {
  const random = randomStream('ties')

  test('maximises s/n + c·√(2 ln N / n), worked by hand', () => {
    // N = 10, c = 0.5: 0.5 + 0.5·√(2·2.302585/6) = 0.93803, 0.6 + 0.5·√(2·2.302585/3) = 1.21948, 0 + 0.5·√(2·2.302585/1) = 1.07298
    const arms = [
      { visits: 6, score: 3 },
      { visits: 3, score: 1.8 },
      { visits: 1, score: 0 },
    ]
    expect(selectChild(arms, 10, 0.5, random)).toBe(1)
    // c = 2: 2.25211, 3.07794, 4.29193
    expect(selectChild(arms, 10, 2, random)).toBe(2)
    // c = 0: 0.5, 0.6, 0
    expect(selectChild(arms, 10, 0, random)).toBe(1)
  })

  test('takes children without visits first, and breaks ties uniformly', () => {
    const arms = [
      { visits: 5, score: 5 },
      { visits: 0, score: 0 },
      { visits: 0, score: 0 },
    ]
    const taken = [0, 0, 0]
    for (let draw = 0; draw < 2000; draw += 1) {
      const index = selectChild(arms, 5, 0.5, random)
      taken[index] = (taken[index] ?? 0) + 1
    }
    expect(taken[0]).toBe(0)
    expect(Math.abs((taken[1] ?? 0) - 1000)).toBeLessThan(100)
  })
})

describe('bisection', () => {
  test('reaches every cell by one sequence of halvings at ⌊(l + r) / 2⌋', () => {
    for (let count = 1; count <= 20; count += 1) {
      for (let cell = 0; cell < count; cell += 1) {
        const steps = [...stepsOf(cell, count, true)]
        expect(chooseCell(count, true, () => steps.shift() ?? -1)).toBe(cell)
        expect(steps).toEqual([])
      }
    }
    expect(stepsOf(2, 5, true)).toEqual([1, 0])
    expect(stepsOf(4, 5, true)).toEqual([1, 1, 1])
  })

  test('equals plain tree search on the explicitly binary tree, proposal by proposal', () => {
    const listed = spaceOf({
      hyperparameters: [make.hyperparameter('x', make.oneOf('x', [0, 1, 2, 3, 4, 5, 6, 7]))],
    })
    const bits = ['a', 'b', 'c'].map((name) => make.hyperparameter(name, make.oneOf(name, [0, 1])))
    const binary = spaceOf({ hyperparameters: bits })
    const valueOf = ({ x, a, b, c }: Configuration): number =>
      x === undefined ? 4 * Number(a) + 2 * Number(b) + Number(c) : Number(x)
    const evaluate = (configuration: Configuration): number => 1 - Math.abs(valueOf(configuration) - 5) / 7
    const common = { sampler: mcts, evaluate, trials: 60, bounds: [0, 1] as const, slots: 3 }
    const one = runSearch({ ...common, space: listed, options: { bisection: true } })
    const other = runSearch({ ...common, space: binary, options: { bisection: false } })
    expect(one.proposals.map(valueOf)).toEqual(other.proposals.map(valueOf))
    expect(new Set(one.proposals.map(valueOf)).size).toBeGreaterThan(5)
  })
})

describe('mcts', () => {
  const space = spaceOf({ hyperparameters: [make.hyperparameter('x', make.oneOf('x', [0, 1, 2, 3]))] })
  const options = { exploration: 0.5, bisection: false }

  test('visits every child of the root once before any of them again', () => {
    const { proposals } = runSearch({
      sampler: mcts,
      space,
      options,
      evaluate: () => 0.5,
      trials: 4,
      bounds: [0, 1],
    })
    expect(proposals.map(({ x }) => x).sort()).toEqual([0, 1, 2, 3])
  })

  test('follows the bound computed by an independent table of counts', () => {
    const reward = [0.2, 0.9, 0.5, 0.4]
    const { proposals } = runSearch({
      sampler: mcts,
      space,
      options,
      evaluate: ({ x }) => reward[Number(x)],
      trials: 60,
      bounds: [0, 1],
    })
    const visits = [0, 0, 0, 0]
    proposals.forEach(({ x }, trial) => {
      const bounds = visits.map((n, index) =>
        n === 0 ? Infinity : (reward[index] ?? 0) + 0.5 * Math.sqrt((2 * Math.log(trial)) / n),
      )
      expect(bounds[Number(x)]).toBe(Math.max(...bounds))
      visits[Number(x)] = (visits[Number(x)] ?? 0) + 1
    })
    expect(Math.max(...visits)).toBe(visits[1])
  })

  test('spreads proposals in flight, for a pending trial counts as a visit', () => {
    const { proposals } = runSearch({
      sampler: mcts,
      space,
      options,
      evaluate: () => 1,
      trials: 8,
      slots: 8,
      bounds: [0, 1],
    })
    const counts = [0, 1, 2, 3].map((x) => proposals.filter((proposal) => proposal['x'] === x).length)
    expect(counts).toEqual([2, 2, 2, 2])
  })

  test('mirrors minimised metrics and scales unbounded ones, so that all find the same best', () => {
    const cost = (configuration: Configuration): number => [7, -3, 4, 9][Number(configuration['x'])] ?? 0
    const found = (['minimize', 'maximize'] as const).map((direction) => {
      const sign = direction === 'minimize' ? 1 : -1
      const { proposals } = runSearch({
        sampler: mcts,
        space,
        options,
        evaluate: (configuration) => sign * cost(configuration),
        direction,
        trials: 40,
      })
      return proposals.map(({ x }) => x)
    })
    expect(found[0]).toEqual(found[1])
    expect((found[0] ?? []).filter((x) => x === 1).length).toBeGreaterThan(20)
  })

  test('leaf_only expands without entering a child: the next pass enters the first', () => {
    const deep = spaceOf({
      hyperparameters: ['x', 'y'].map((name) => make.hyperparameter(name, make.oneOf(name, [0, 1]))),
    })
    const run = (expand: string) => {
      const search = {
        sampler: mcts,
        space: deep,
        options: { bisection: false, expand },
        evaluate: () => 1,
        trials: 2,
      }
      const state = mcts.start(contextOf(search))
      mcts.observe(state, { kind: 'finished', trial: 0, configuration: { x: 0, y: 1 }, values: [1] })
      return state.root.children?.get(0)?.visits
    }
    expect(run('with_child')).toBe(1)
    expect(run('leaf_only')).toBeUndefined()
  })
})
