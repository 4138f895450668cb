// The surrogate against direct computations.
import { describe, expect, test } from '@jest/globals'
import fc from 'fast-check'
import { hashedCounts, ngramCounts, wordsOf } from '../../../runtime/samplers/features.js'
import { fitRidge, predict } from '../../../runtime/samplers/ridge.js'
import { smbo } from '../../../runtime/samplers/smbo.js'
import { fitSurrogate } from '../../../runtime/samplers/surrogate.js'
import { optional } from '../../../runtime/space/combinators/optional.js'
import { parallel } from '../../../runtime/space/combinators/parallel.js'
import { residual } from '../../../runtime/space/combinators/residual.js'
import { sequence } from '../../../runtime/space/combinators/sequence.js'
import * as make from '../../../runtime/space/constructors.js'
import { replay } from '../../../runtime/space/replay.js'
import { randomStream } from '../../../runtime/support/random.js'
import { bend, dense, drop, squash } from '../../support/layers.js'
import { runSearch } from '../../support/searches.js'
import { component, spaceOf } from '../../support/spaces.js'

/** Solves A x = b by Gauss–Jordan elimination with pivots. */
function solveDirectly(matrix: readonly (readonly number[])[], right: readonly number[]): number[] {
  const rows = matrix.map((row, i) => [...row, right[i] ?? 0])
  const n = rows.length
  for (let column = 0; column < n; column += 1) {
    const best = rows
      .map((row, i) => ({ i, size: i < column ? -1 : Math.abs(row[column] ?? 0) }))
      .reduce((one, other) => (other.size > one.size ? other : one)).i
    const swapped = rows[column] ?? []
    rows[column] = rows[best] ?? []
    rows[best] = swapped
    const pivot = rows[column] ?? []
    const head = pivot[column] ?? 1
    for (let k = 0; k <= n; k += 1) pivot[k] = (pivot[k] ?? 0) / head
    rows.forEach((row, i) => {
      const factor = row[column] ?? 0
      if (i !== column) row.forEach((value, k) => (row[k] = value - factor * (pivot[k] ?? 0)))
    })
  }
  return rows.map((row) => row[n] ?? 0)
}

describe('fitRidge', () => {
  test('equals the primal solution with an unpenalised intercept', () => {
    const random = randomStream('ridge')
    for (const [rows, columns, lambda] of [
      [4, 3, 0.5],
      [3, 5, 10],
      [12, 4, 1e-3],
    ] as const) {
      const x = Array.from({ length: rows }, () => Array.from({ length: columns }, () => random.integer(4)))
      const y = Array.from({ length: rows }, () => random.uniform())
      const design = x.map((row) => [1, ...row])
      const size = columns + 1
      const gram = Array.from({ length: size }, (_, i) =>
        Array.from(
          { length: size },
          (_, j) =>
            design.reduce((sum, row) => sum + (row[i] ?? 0) * (row[j] ?? 0), 0) +
            (i === j && i > 0 ? lambda : 0),
        ),
      )
      const moments = Array.from({ length: size }, (_, i) =>
        design.reduce((sum, row, k) => sum + (row[i] ?? 0) * (y[k] ?? 0), 0),
      )
      const direct = solveDirectly(gram, moments)
      const sparse = x.map(
        (row) => new Map(row.flatMap((value, column) => (value === 0 ? [] : [[column, value]]))),
      )
      const linear = fitRidge(sparse, y, lambda)
      expect(linear.intercept).toBeCloseTo(direct[0] ?? NaN, 8)
      for (let column = 0; column < columns; column += 1) {
        expect(linear.weights.get(column) ?? 0).toBeCloseTo(direct[column + 1] ?? NaN, 8)
      }
      expect(predict(linear, new Map([[0, 2]]))).toBeCloseTo((direct[0] ?? 0) + 2 * (direct[1] ?? 0), 8)
    }
  })
})

describe('features', () => {
  test('counts n-grams like a brute-force search for each of them', () => {
    fc.assert(
      fc.property(
        fc.array(fc.constantFrom('a', 'b', 'c'), { maxLength: 8 }),
        fc.integer({ min: 1, max: 5 }),
        (words, longest) => {
          const counts = ngramCounts(words, longest)
          let all = 0
          for (const [gram, count] of counts) {
            const parts = gram.slice(1).split('\n')
            const found = words.filter((_, at) => parts.every((part, k) => words[at + k] === part)).length
            expect(count).toBe(found)
            all += count
          }
          let expected = 0
          for (let n = 1; n <= longest; n += 1) expected += Math.max(0, words.length - n + 1)
          expect(all).toBe(expected)
        },
      ),
      { seed: 4, numRuns: 200 },
    )
  })

  test('spells a configuration as hyperparameters, then modules with their values', () => {
    const space = spaceOf({
      hyperparameters: [
        make.hyperparameter('rate', make.uniform('rate', 0, 1)),
        make.hyperparameter('size', make.oneOf('size', ['s', 'l'])),
      ],
      training: component(drop, 'train', { rate: make.oneOf('train.rate', [0.1, 0.2]) }),
      model: component(sequence, '', {
        children: [
          component(optional, 'optional', { body: component(bend, 'optional.bend') }),
          component(residual, 'residual', {
            body: component(dense, 'residual.dense', { units: make.int('residual.dense.units', 1, 100) }),
          }),
          component(parallel, 'parallel', {
            branches: [component(squash, 'parallel.squash'), component(bend, 'parallel.bend')],
          }),
        ],
      }),
    })
    const specified = replay(space, {
      rate: 0.3,
      size: 'l',
      'train.rate': 0.2,
      optional: false,
      'residual.dense.units': 60,
    })
    expect(wordsOf(specified)).toEqual([
      'rate=~2',
      'size="l"',
      'train.rate=0.2',
      'residual(dense(units=~4,bias=true,))',
      'parallel(concat,2)',
      'squash()',
      'bend()',
    ])
  })

  test('hashes into the given number of buckets, equal words into equal ones', () => {
    const words = ['dense(units=4,)', 'bend()', 'dense(units=4,)']
    const counts = hashedCounts(words, 16)
    expect([...counts.keys()].every((bucket) => bucket >= 0 && bucket < 16)).toBe(true)
    expect(hashedCounts([...words], 16)).toEqual(counts)
  })
})

describe('smbo', () => {
  test('ignores n-grams that are seen too seldom', () => {
    const settings = { hashed: false, longest: 1, minimumCount: 2, buckets: 8, lambda: 0.1 }
    const surrogate = fitSurrogate(
      [
        ['a', 'x'],
        ['a', 'y'],
        ['b', 'z'],
      ],
      [1, 1, 0],
      settings,
    )
    expect(surrogate(['a', 'y'])).toBeGreaterThan(surrogate(['b', 'z']))
    expect(surrogate(['b', 'x'])).toBeCloseTo(surrogate(['b', 'z']), 12)
  })

  test('predicts what a direct product of weights and n-gram counts gives', () => {
    const random = randomStream('words')
    const sentence = (): string[] => Array.from({ length: 6 }, () => random.pick(['a', 'b', 'c']))
    const observed = Array.from({ length: 12 }, sentence)
    const scores = observed.map(() => random.uniform())
    const settings = { hashed: false, longest: 3, minimumCount: 3, buckets: 8, lambda: 0.5 }
    const surrogate = fitSurrogate(observed, scores, settings)
    const totals = new Map<string, number>()
    for (const words of observed) {
      for (const [gram, count] of ngramCounts(words, 3)) totals.set(gram, (totals.get(gram) ?? 0) + count)
    }
    const frequent = [...totals].flatMap(([gram, count]) => (count >= 3 ? [gram] : []))
    const rowOf = (words: readonly string[]) => {
      const counts = ngramCounts(words, 3)
      return new Map([
        [0, words.length],
        ...frequent.map((gram, i) => [i + 1, counts.get(gram) ?? 0] as const),
      ])
    }
    const linear = fitRidge(observed.map(rowOf), scores, 0.5)
    for (let index = 0; index < 20; index += 1) {
      const words = sentence()
      expect(surrogate(words)).toBeCloseTo(predict(linear, rowOf(words)), 10)
    }
  })

  const letters = ['a', 'b', 'c', 'd', 'e', 'f', 'g', 'h']
  const space = spaceOf({
    hyperparameters: ['x', 'y', 'z'].map((name) => make.hyperparameter(name, make.oneOf(name, letters))),
  })
  const good = (configuration: Readonly<Record<string, unknown>>): number =>
    ['x', 'y', 'z'].filter((name) => configuration[name] === 'c').length / 3

  test.each([
    ['n-grams', {}],
    ['hashed words', { features: 'hashed' }],
    ['candidates of a tree search', { candidate_sampler: 'mcts' }],
  ])('learns which values are good, with %s', (_, options) => {
    const mean = (sampled: readonly Readonly<Record<string, unknown>>[]): number =>
      sampled.reduce((sum, configuration) => sum + good(configuration), 0) / sampled.length
    const { proposals } = runSearch({
      sampler: smbo,
      space,
      options,
      evaluate: good,
      trials: 80,
      bounds: [0, 1],
    })
    // A random configuration has one good value in eight.
    expect(mean(proposals.slice(50))).toBeGreaterThan(0.22)
  })

  test('does not propose what was proposed before while anything else is left', () => {
    const small = spaceOf({
      hyperparameters: ['x', 'y'].map((name) => make.hyperparameter(name, make.oneOf(name, [1, 2, 3, 4]))),
    })
    const { proposals } = runSearch({
      sampler: smbo,
      space: small,
      evaluate: () => 0.5,
      trials: 16,
      slots: 4,
    })
    expect(new Set(proposals.map((proposal) => JSON.stringify(proposal))).size).toBe(16)
  })
})
