import { describe, expect, test } from '@jest/globals'
import { EspalierError } from '../../../schemas/diagnostic.js'
import { holdout } from '../../../runtime/protocols/holdout.js'
import type { ProtocolContext, Rows, Unit } from '../../../runtime/protocols/protocol.js'
import { twoPhase } from '../../../runtime/protocols/two-phase.js'
import { describeRows } from '../../support/descriptors.js'

const digits = describeRows(200, { classes: (row) => row % 10 })

const contextOf = (
  options: Readonly<Record<string, unknown>>,
  more: Partial<ProtocolContext> = {},
): ProtocolContext => ({
  seed: 1,
  tasks: [{ name: 'digits', data: digits }],
  pools: { tune: 0.5, evaluate: 0.5, by: 'stratified' },
  direction: 'maximize',
  options,
  ...more,
})

const rowsOf = (
  unit: Unit | undefined,
  purpose: 'train' | 'select' | 'stop' | 'measure',
): readonly number[] => Array.from(unit?.folds[0]?.[purpose] ?? new Uint32Array(0))
const union = (...lists: readonly (readonly number[] | Rows)[]): readonly number[] =>
  lists.flatMap((list) => Array.from(list)).sort((a, b) => a - b)
const evaluationOf = (context: ProtocolContext, unit: Unit | undefined): Unit | undefined =>
  unit === undefined ? undefined : twoPhase.evaluation(context, unit)[0]
const withoutPools = ({ seed, tasks, direction, options }: ProtocolContext): ProtocolContext => ({
  seed,
  tasks,
  direction,
  options,
})
const codeOf = (act: () => unknown): string => {
  try {
    act()
  } catch (error) {
    return error instanceof EspalierError ? error.code : 'another error'
  }
  return 'no error'
}

describe('two_phase', () => {
  const context = contextOf({
    replicates: 3,
    tune: { rows: { train: 0.8, select: 0.2 }, seeds: 2, select: 'best' },
    evaluate: { seeds: 3, train_on: 'tune' },
  })
  const units = twoPhase.tuning(context)

  test('has one tuning unit a replicate, of 80 training and 20 selecting rows', () => {
    expect(units.map(({ task, replicate, fold, phase }) => [task, replicate, fold, phase])).toEqual([
      ['digits', 0, 0, 'tune'],
      ['digits', 1, 0, 'tune'],
      ['digits', 2, 0, 'tune'],
    ])
    for (const unit of units) {
      expect(rowsOf(unit, 'train')).toHaveLength(80)
      expect(rowsOf(unit, 'select')).toHaveLength(20)
      expect(rowsOf(unit, 'measure')).toEqual([])
    }
  })

  test('evaluates on the other half, trained on the whole tuning half', () => {
    for (const unit of units) {
      const evaluation = evaluationOf(context, unit)
      const tuned = union(rowsOf(unit, 'train'), rowsOf(unit, 'select'))
      expect(rowsOf(evaluation, 'train')).toEqual(tuned)
      expect(union(tuned, rowsOf(evaluation, 'measure'))).toEqual(
        Array.from({ length: 200 }, (_, row) => row),
      )
      expect(evaluation?.pairKey).toBe(unit.pairKey)
    }
  })

  test('replicates have splits and seeds of their own; no seed is in both phases', () => {
    expect(new Set(units.map((unit) => rowsOf(unit, 'train').join())).size).toBe(3)
    const tuning = units.flatMap((unit) => unit.seeds)
    const evaluating = units.flatMap((unit) => evaluationOf(context, unit)?.seeds ?? [])
    expect(new Set(tuning).size).toBe(6)
    expect(new Set(evaluating).size).toBe(9)
    expect(tuning.some((seed) => evaluating.includes(seed))).toBe(false)
    expect(tuning.every((seed) => seed % 2 === 0)).toBe(true)
  })

  test('is a function of the seed', () => {
    expect(twoPhase.tuning(context)).toEqual(units)
    expect(twoPhase.tuning({ ...context, seed: 2 })).not.toEqual(units)
  })

  test('more replicates leave the first ones as they were', () => {
    const more = contextOf({ ...context.options, replicates: 5 })
    expect(twoPhase.tuning(more).slice(0, 3)).toEqual(units)
  })

  test('split and training_seeds may be shared by all replicates', () => {
    const shared = contextOf({ replicates: 2, split: 'shared', training_seeds: 'shared' })
    const [first, second] = twoPhase.tuning(shared)
    expect(second?.folds).toEqual(first?.folds)
    expect(second?.seeds).toEqual(first?.seeds)
    expect(second?.replicate).toBe(1)
    expect(evaluationOf(shared, second)?.folds).toEqual(evaluationOf(shared, first)?.folds)
  })

  test('rows that stop are apart from those that train, select and measure, in both phases', () => {
    const stopping = contextOf({ tune: { rows: { train: 0.7, select: 0.2, stop: 0.1 } } })
    const [unit] = twoPhase.tuning(stopping)
    const evaluation = evaluationOf(stopping, unit)
    expect(union(rowsOf(unit, 'train'), rowsOf(unit, 'select'), rowsOf(unit, 'stop'))).toHaveLength(100)
    expect(rowsOf(unit, 'stop')).toHaveLength(10)
    expect(rowsOf(evaluation, 'stop')).toHaveLength(10)
    expect(rowsOf(evaluation, 'train')).toHaveLength(90)
    expect(rowsOf(evaluation, 'stop').some((row) => rowsOf(evaluation, 'train').includes(row))).toBe(false)
  })

  test('train_on: evaluate trains and measures inside the evaluation pool', () => {
    const inside = contextOf({ evaluate: { train_on: 'evaluate', rows: { train: 0.7 } } })
    const [unit] = twoPhase.tuning(inside)
    const evaluation = evaluationOf(inside, unit)
    const tuned = new Set(union(rowsOf(unit, 'train'), rowsOf(unit, 'select')))
    expect(rowsOf(evaluation, 'train')).toHaveLength(70)
    expect(rowsOf(evaluation, 'measure')).toHaveLength(30)
    expect(
      union(rowsOf(evaluation, 'train'), rowsOf(evaluation, 'measure')).some((row) => tuned.has(row)),
    ).toBe(false)
  })

  test('a fraction that is left out is what the others leave', () => {
    const [unit] = twoPhase.tuning(contextOf({ tune: { rows: { select: 0.3, stop: 0.1 } } }))
    expect(rowsOf(unit, 'train')).toHaveLength(60)
    const [stopping] = twoPhase.tuning(contextOf({ tune: { rows: { stop: 0.5 } } }))
    expect([rowsOf(stopping, 'train').length, rowsOf(stopping, 'select').length]).toEqual([40, 10])
  })

  test('refit takes all rows, or the tuning pool and is measured on the other', () => {
    expect(rowsOf(twoPhase.refit(context, 'all'), 'train')).toHaveLength(200)
    const tuned = twoPhase.refit(context, 'tune')
    expect(rowsOf(tuned, 'train')).toEqual(rowsOf(evaluationOf(context, units[0]), 'train'))
    expect(rowsOf(tuned, 'measure')).toEqual(rowsOf(evaluationOf(context, units[0]), 'measure'))
  })

  test('without data of ours there are seeds and no rows', () => {
    const opaque = contextOf({ replicates: 2 }, { tasks: [{ name: 'table', data: undefined }] })
    const table = twoPhase.tuning(opaque)
    expect(table).toHaveLength(2)
    expect(rowsOf(table[0], 'train')).toEqual([])
    expect(evaluationOf(opaque, table[0])?.seeds).toHaveLength(1)
  })

  test('several tasks have units of their own', () => {
    const two = contextOf(
      { replicates: 2 },
      {
        tasks: [
          { name: 'a', data: digits },
          { name: 'b', data: digits },
        ],
      },
    )
    expect(twoPhase.tuning(two).map((unit) => unit.pairKey)).toEqual(['a/0/0', 'a/1/0', 'b/0/0', 'b/1/0'])
  })
})

describe('what cannot be split is refused before anything runs', () => {
  const oneGroup = describeRows(20, { groups: () => 0, classes: (row) => row % 2 })
  test.each([
    [
      'an empty pool',
      { tasks: [{ name: 't', data: describeRows(1) }], pools: { tune: 0.5, evaluate: 0.5, by: 'random' } },
      {},
      'empty-pool',
    ],
    [
      'one group for two pools',
      { tasks: [{ name: 't', data: oneGroup }], pools: { tune: 0.5, evaluate: 0.5, by: 'group' } },
      {},
      'empty-pool',
    ],
    ['pools above 1', { pools: { tune: 0.8, evaluate: 0.5, by: 'random' } }, {}, 'pools-exceed-data'],
    [
      'groups that no column names',
      { pools: { tune: 0.5, evaluate: 0.5, by: 'group' } },
      {},
      'pools-without-group',
    ],
    [
      'times that no column names',
      { pools: { tune: 0.5, evaluate: 0.5, by: 'time' } },
      {},
      'pools-without-time',
    ],
    [
      'classes of a real target',
      { tasks: [{ name: 't', data: describeRows(9) }] },
      {},
      'stratified-without-classes',
    ],
    ['rows above 1', {}, { tune: { rows: { train: 0.8, select: 0.3 } } }, 'rows-exceed-pool'],
    ['rows that leave nothing', {}, { tune: { rows: { train: 0.999, select: 0.001 } } }, 'empty-rows'],
    ['a standard error of one seed', {}, { tune: { select: 'one_standard_error' } }, 'select-without-seeds'],
  ] as const)('%s', (_, more, options, code) => {
    expect(codeOf(() => twoPhase.tuning(contextOf(options, more)))).toBe(code)
  })
})

describe('holdout', () => {
  test('splits 60/20/20 when nothing is declared', () => {
    const context = withoutPools(contextOf({}))
    const [unit] = holdout.tuning(context)
    expect([rowsOf(unit, 'train').length, rowsOf(unit, 'select').length]).toEqual([120, 40])
    const [evaluation] = unit === undefined ? [] : holdout.evaluation(context, unit)
    expect([rowsOf(evaluation, 'train').length, rowsOf(evaluation, 'measure').length]).toEqual([160, 40])
  })

  test('without declared pools, groups stay whole and time is kept', () => {
    const context = withoutPools(contextOf({}))
    const timed = describeRows(50, { times: (row) => row })
    const [unit] = holdout.tuning({ ...context, tasks: [{ name: 't', data: timed }] })
    expect(Math.max(...rowsOf(unit, 'train'))).toBeLessThan(Math.min(...rowsOf(unit, 'select')))
  })
})

test('golden: the rows and seeds of one seed never change', () => {
  const data = describeRows(12, { classes: (row) => row % 3 })
  const [unit] = twoPhase.tuning(contextOf({}, { tasks: [{ name: 'golden', data }] }))
  expect({ train: rowsOf(unit, 'train'), select: rowsOf(unit, 'select'), seeds: unit?.seeds }).toEqual({
    train: [1, 3, 5, 9, 11],
    select: [7],
    seeds: [89002239821962],
  })
})
