// TPE as a whole: how it splits, what it models, and that it finds more than chance.
import { describe, expect, test } from '@jest/globals'
import { belowCount } from '../../../runtime/samplers/parzen/below-count.js'
import { settingsOf } from '../../../runtime/samplers/parzen/settings.js'
import { random } from '../../../runtime/samplers/random.js'
import { tpe } from '../../../runtime/samplers/tpe.js'
import * as make from '../../../runtime/space/constructors.js'
import type { Configuration } from '../../../runtime/space/decision.js'
import { randomStream } from '../../../runtime/support/random.js'
import { contextOf, runSearch } from '../../support/searches.js'
import type { Search } from '../../support/searches.js'
import { spaceOf } from '../../support/spaces.js'

const numbers = (count: number): Search['space'] =>
  spaceOf({
    hyperparameters: Array.from({ length: count }, (_, index) => {
      const name = `x${String(index)}`
      return make.hyperparameter(name, make.uniform(name, 0, 1))
    }),
  })

describe('belowCount', () => {
  test.each([
    ['linear', {}, [1, 1, 2, 5, 25, 25]],
    ['sqrt', { sqrt: {} }, [1, 1, 1, 2, 4, 8]],
    ['quantile', { quantile: 0.15 }, [1, 2, 2, 8, 38, 150]],
  ])('%s', (_, gamma, expected) => {
    const counts = [1, 10, 11, 50, 250, 1000]
    expect(counts.map((count) => belowCount(count, settingsOf({ gamma }).gamma))).toEqual(expected)
  })

  test('hyperopt keeps 2 of 50, Optuna 5', () => {
    expect(belowCount(50, settingsOf({ gamma: { sqrt: { factor: 0.25, cap: 25 } } }).gamma)).toBe(2)
    expect(belowCount(50, settingsOf({}).gamma)).toBe(5)
  })
})

const bowl = (configuration: Configuration): number =>
  Object.values(configuration).reduce<number>((sum, value) => sum + (Number(value) - 0.7) ** 2, 0)

describe('tpe', () => {
  test('proposes at random until `startup` trials have a value, failed ones not counted', () => {
    const search: Search = {
      sampler: tpe,
      space: numbers(2),
      options: { startup: 6 },
      direction: 'minimize',
      evaluate: (configuration, trial) => (trial < 4 ? undefined : bowl(configuration)),
      trials: 12,
    }
    const drawn = runSearch({ ...search, sampler: random, options: {} }).proposals
    const { proposals } = runSearch(search)
    expect(proposals.slice(0, 10)).toEqual(drawn.slice(0, 10))
    expect(proposals[10]).not.toEqual(drawn[10])
  })

  test('a maximised value is a minimised one with the other sign', () => {
    const search: Search = {
      sampler: tpe,
      space: numbers(3),
      evaluate: bowl,
      trials: 25,
      direction: 'minimize',
    }
    const mirrored = runSearch({ ...search, direction: 'maximize', evaluate: (c) => -bowl(c) })
    expect(mirrored.proposals).toEqual(runSearch(search).proposals)
  })

  test('models a conditional decision from the trials that met it alone', () => {
    const space = spaceOf({
      hyperparameters: [
        make.hyperparameter('kind', make.oneOf('kind', ['with', 'without'])),
        make.hyperparameter(
          'depth',
          make.uniform('depth', 0, 1),
          undefined,
          (s: { kind: string }) => s.kind === 'with',
        ),
      ],
    })
    const state = tpe.start(
      contextOf({ sampler: tpe, space, evaluate: bowl, trials: 60, direction: 'minimize' }),
    )
    for (let trial = 0; trial < 40; trial += 1) {
      const configuration: Configuration =
        trial % 2 === 0 ? { kind: 'without' } : { kind: 'with', depth: (trial % 10) / 10 + 0.02 }
      // Good at small depths; the trials without a depth are worse than all of them, and must not count as depth 0 or ½.
      const value = trial % 2 === 0 ? 5 : Number(configuration['depth'])
      tpe.observe(state, { kind: 'proposed', trial, configuration })
      tpe.observe(state, { kind: 'finished', trial, configuration, values: [value] })
    }
    const depths: number[] = []
    for (let draw = 0; draw < 40; draw += 1) {
      const proposal = tpe.propose(state, randomStream('conditional', draw))
      if (proposal.kind !== 'configuration') throw new Error(proposal.kind)
      if (proposal.configuration['kind'] === 'with') depths.push(Number(proposal.configuration['depth']))
    }
    expect(depths.length).toBeGreaterThan(30)
    expect(depths.filter((depth) => depth < 0.25).length).toBeGreaterThan(0.8 * depths.length)
  })

  test('keeps proposals in flight apart: pending trials count among the worse ones', () => {
    const distance = (constantLiar: boolean): number => {
      const space = numbers(1)
      const options = { constant_liar: constantLiar }
      const state = tpe.start(
        contextOf({ sampler: tpe, space, options, evaluate: bowl, trials: 60, direction: 'minimize' }),
      )
      const { events } = runSearch({
        sampler: random,
        space,
        evaluate: bowl,
        trials: 30,
        seed: 3,
        direction: 'minimize',
      })
      for (const event of events) tpe.observe(state, event)
      const pending: number[] = []
      for (let trial = 30; trial < 50; trial += 1) {
        const proposal = tpe.propose(state, randomStream('pending', trial))
        if (proposal.kind !== 'configuration') throw new Error(proposal.kind)
        tpe.observe(state, { kind: 'proposed', trial, configuration: proposal.configuration })
        pending.push(Number(proposal.configuration['x0']))
      }
      const mean = pending.reduce((sum, x) => sum + x, 0) / pending.length
      return Math.sqrt(pending.reduce((sum, x) => sum + (x - mean) ** 2, 0) / pending.length)
    }
    expect(distance(true)).toBeGreaterThan(1.5 * distance(false))
  })

  test('visits a small space without repeating, then repeats rather than ends', () => {
    const space = spaceOf({
      hyperparameters: ['a', 'b'].map((name) => make.hyperparameter(name, make.oneOf(name, [1, 2, 3, 4]))),
    })
    const { proposals } = runSearch({
      sampler: tpe,
      space,
      evaluate: bowl,
      trials: 20,
      direction: 'minimize',
    })
    expect(new Set(proposals.slice(0, 16).map((proposal) => JSON.stringify(proposal))).size).toBe(16)
    expect(proposals).toHaveLength(20)
  })
})

/** Smallest value found within 60 trials. */
const best = (
  search: Omit<Search, 'trials' | 'evaluate'> & { readonly evaluate: (c: Configuration) => number },
): number => {
  const { proposals } = runSearch({ ...search, trials: 60, direction: 'minimize' })
  return Math.min(...proposals.map((proposal) => search.evaluate(proposal)))
}

const named = (configuration: Configuration, name: string): number => Number(configuration[name])

/** Branin–Hoo, on its usual rectangle (Dixon and Szegő 1978). */
const branin = {
  space: spaceOf({
    hyperparameters: [
      make.hyperparameter('x', make.uniform('x', -5, 10)),
      make.hyperparameter('y', make.uniform('y', 0, 15)),
    ],
  }),
  evaluate: (c: Configuration): number => {
    const x = named(c, 'x')
    const inner = named(c, 'y') - (5.1 * x * x) / (4 * Math.PI ** 2) + (5 * x) / Math.PI - 6
    return inner * inner + 10 * (1 - 1 / (8 * Math.PI)) * Math.cos(x) + 10
  },
}

/** Five dimensions: two on a log scale, an integer, a list in order and one without, a bowl in each. */
const scales = {
  space: spaceOf({
    hyperparameters: [
      make.hyperparameter('rate', make.logUniform('rate', 1e-6, 1)),
      make.hyperparameter('decay', make.logUniform('decay', 1e-6, 1)),
      make.hyperparameter('units', make.int('units', 1, 100)),
      make.hyperparameter('batch', make.oneOf('batch', [8, 16, 32, 64, 128])),
      make.hyperparameter('rule', make.oneOf('rule', ['a', 'b', 'c', 'd'])),
    ],
  }),
  evaluate: (c: Configuration): number =>
    (Math.log10(named(c, 'rate')) + 3) ** 2 +
    (Math.log10(named(c, 'decay')) + 1) ** 2 / 2 +
    ((named(c, 'units') - 30) / 25) ** 2 +
    (Math.log2(named(c, 'batch')) - 6) ** 2 / 4 +
    ['b', 'a', 'c', 'd'].indexOf(String(c['rule'])),
}

/** A branch with two further decisions and one with another, of which the first holds the optimum. */
const branches = {
  space: spaceOf({
    hyperparameters: [
      make.hyperparameter('kind', make.oneOf('kind', ['near', 'far'])),
      ...['x', 'y'].map((name) =>
        make.hyperparameter(
          name,
          make.uniform(name, 0, 1),
          undefined,
          (s: { kind: string }) => s.kind === 'near',
        ),
      ),
      make.hyperparameter('z', make.uniform('z', 0, 1), undefined, (s: { kind: string }) => s.kind === 'far'),
    ],
  }),
  evaluate: (c: Configuration): number =>
    c['kind'] === 'near'
      ? (named(c, 'x') - 0.2) ** 2 + (named(c, 'y') - 0.8) ** 2
      : 0.05 + (named(c, 'z') - 0.5) ** 2,
}

// Fixed before the first run: three functions, seeds 1–30 of each, 60 trials, wins of 90 pairs; 60 are significant at 0.1 % (one-sided sign
// test). An earlier form asked for 8 wins of 10 on every function under every form of the estimator; three of six such cases failed, which
// ten pairs allow.
describe.each([
  ['multivariate', {}],
  ['independent', { multivariate: false }],
  ['grouped', { group: true }],
])('%s tpe', (_, options) => {
  test('finds better than random search within 60 trials', () => {
    let wins = 0
    for (const problem of [branin, scales, branches]) {
      for (let seed = 1; seed <= 30; seed += 1) {
        const found = best({ ...problem, sampler: tpe, options, seed })
        if (found < best({ ...problem, sampler: random, seed })) wins += 1
      }
    }
    expect(wins).toBeGreaterThanOrEqual(60)
  })
})
