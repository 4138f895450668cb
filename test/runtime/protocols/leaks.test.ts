import { readdirSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { checkLeaks, leakRules, phaseCells } from '../../../runtime/protocols/leaks/check.js'
import type { LeakCase, LeakFinding, PhaseCell } from '../../../runtime/protocols/leaks/leak-rule.js'
import type { ProtocolContext, RowSets } from '../../../runtime/protocols/protocol.js'
import { twoPhase } from '../../../runtime/protocols/two-phase.js'
import { describeRows } from '../../support/descriptors.js'

const data = describeRows(20, {
  classes: (row) => row % 2,
  groups: (row) => Math.floor(row / 2),
  times: (row) => row,
  contents: (row) => (row === 19 ? 3 : row),
})
const rows = (...list: readonly number[]): Uint32Array => Uint32Array.from(list)

/** One cell: tuned on 0–9, measured on 10–15, unless said otherwise. */
const cell = (
  tune: Partial<RowSets> = {},
  evaluate: Partial<RowSets> = {},
  seeds: readonly [number, number] = [2, 3],
): PhaseCell => {
  const unit = { task: 't', replicate: 0, fold: 0, pairKey: 't/0/0' }
  return {
    tuning: {
      ...unit,
      phase: 'tune',
      folds: [{ train: rows(0, 1, 2, 3, 4, 5), select: rows(6, 7), stop: rows(8, 9), ...tune }],
      seeds: [seeds[0]],
    },
    evaluation: [
      {
        ...unit,
        phase: 'evaluate',
        folds: [
          {
            train: rows(0, 1, 2, 3, 4, 5, 6, 7),
            stop: rows(8, 9),
            measure: rows(10, 11, 12, 13, 14, 15),
            ...evaluate,
          },
        ],
        seeds: [seeds[1]],
      },
    ],
  }
}
const caseOf = (cells: readonly PhaseCell[], more: Partial<LeakCase> = {}): LeakCase => ({
  tasks: [{ name: 't', data }],
  arms: [
    { name: 'a', trials: 8, fixed: false, cells },
    { name: 'b', trials: 8, fixed: false, cells },
  ],
  objective: ['accuracy'],
  ...more,
})
const violations = (leakCase: LeakCase): readonly LeakFinding[] =>
  checkLeaks(leakCase).filter(({ status }) => status === 'violated')
const codes = (leakCase: LeakCase): readonly string[] => violations(leakCase).map(({ rule }) => rule)
const rowsFound = (leakCase: LeakCase, rule: string): readonly number[] | undefined => {
  const found = violations(leakCase).find((finding) => finding.rule === rule)
  return found?.status === 'violated' ? found.rows : undefined
}

test('a clean case is proved by every rule', () => {
  const findings = checkLeaks(caseOf([cell()]))
  expect(findings.map(({ status }) => status)).toEqual(findings.map(() => 'proved'))
  expect(findings).toHaveLength(12)
})

test('a model file: proved where it tells its rows, declared where it does not, found where it has seen one', () => {
  const rule = 'pretrained-on-evaluation'
  const among = (
    seen: ReadonlyMap<string, readonly number[]>,
    measured: readonly number[],
    inPart = false,
  ) => {
    const clean = caseOf([cell({}, { measure: rows(...measured) })])
    const arms = clean.arms.map((arm) => ({ ...arm, pretrained: [{ file: 'prod.onnx', seen, inPart }] }))
    return checkLeaks({ ...clean, arms }).find((finding) => finding.rule === rule)
  }
  const task = caseOf([cell()]).arms[0]?.cells[0]?.tuning.task ?? ''
  expect(among(new Map([[task, [0, 1, 2]]]), [10, 12])?.status).toBe('proved')
  expect(among(new Map(), [10, 12])?.status).toBe('declared')
  expect(among(new Map([[task, [0, 12]]]), [10, 12])).toMatchObject({ status: 'violated', rows: [12] })
  // A frozen model inside says nothing of its rows.
  expect(among(new Map([[task, [0, 1, 2]]]), [10, 12], true)?.status).toBe('declared')
  expect(checkLeaks(caseOf([cell()])).map((finding) => finding.rule)).not.toContain(rule)
})

test('every rule has a file of its code', () => {
  const files = readdirSync('runtime/protocols/leaks')
  for (const { code } of leakRules) expect(files).toContain(`${code}.ts`)
})

describe('each rule finds its counterexample', () => {
  test('overlapping-rows: a training row that is measured', () => {
    const leaking = caseOf([cell({}, { measure: rows(5, 10) })])
    expect(codes(leaking)).toContain('overlapping-rows')
    expect(rowsFound(leaking, 'overlapping-rows')).toEqual([5, 5])
    const finding = violations(leaking).find(({ rule }) => rule === 'overlapping-rows')
    expect(finding?.status === 'violated' && finding.message).toBe(
      "row 6 of 'made-by-hand' is in the tuning pool and in the evaluation pool of replicate 1",
    )
  })

  test('overlapping-rows: a selecting row that trains', () => {
    expect(rowsFound(caseOf([cell({ select: rows(5, 6) })]), 'overlapping-rows')).toEqual([5, 5])
  })

  test('duplicate-rows: row 19 has the content of row 3', () => {
    const leaking = caseOf([cell({}, { measure: rows(18, 19) })])
    expect(codes(leaking)).toEqual(['duplicate-rows'])
    expect(rowsFound(leaking, 'duplicate-rows')).toEqual([3, 19])
  })

  test('overlapping-groups: rows 8 and 9 are one group', () => {
    const leaking = caseOf([cell({ stop: rows(8) }, { stop: rows(8), measure: rows(9, 10) })])
    expect(codes(leaking)).toEqual(['overlapping-groups'])
    expect(rowsFound(leaking, 'overlapping-groups')).toEqual([8, 9])
  })

  test('overlapping-times: row 18 trains, row 10 is measured', () => {
    const leaking = caseOf([cell({ train: rows(0, 18) })])
    expect(codes(leaking)).toEqual(['overlapping-times'])
    expect(rowsFound(leaking, 'overlapping-times')).toEqual([18, 10])
  })

  test('shared-seeds', () => {
    expect(codes(caseOf([cell({}, {}, [4, 4])]))).toEqual(['shared-seeds'])
    // Across replicates too.
    expect(codes(caseOf([cell({}, {}, [2, 3]), cell({}, {}, [6, 2])]))).toEqual(['shared-seeds'])
  })

  test('stopping-on-selection', () => {
    expect(rowsFound(caseOf([cell({ stop: rows(7) })]), 'stopping-on-selection')).toEqual([7, 7])
  })

  test('selection-on-evaluation', () => {
    expect(codes(caseOf([cell({ select: rows(6, 12) })]))).toContain('selection-on-evaluation')
    expect(codes(caseOf([cell({}, { stop: rows(15) })]))).toContain('selection-on-evaluation')
  })

  test('fitting-outside-training: nothing to fit on', () => {
    expect(codes(caseOf([cell({ train: rows() })]))).toEqual(['fitting-outside-training'])
  })

  test('unequal budgets, data and seeds of arms; a fixed arm needs no budget', () => {
    const arms = caseOf([cell()]).arms
    const [a] = arms
    const arm = (more: object): LeakCase =>
      caseOf([cell()], { arms: a === undefined ? [] : [a, { ...a, name: 'c', ...more }] })
    expect(codes(arm({ trials: 9 }))).toEqual(['unequal-budgets'])
    expect(codes(arm({ trials: 0, fixed: true }))).toEqual([])
    expect(codes(arm({ cells: [cell({ train: rows(0) })] }))).toEqual(['unequal-data'])
    expect(codes(arm({ cells: [cell(), cell()] }))).toEqual(['unequal-data', 'unequal-seeds'])
    expect(codes(arm({ cells: [cell({}, {}, [8, 3])] }))).toEqual(['unequal-seeds'])
    expect(codes(arm({ cells: [cell()] }))).toEqual([])
  })

  test('evaluation-as-objective', () => {
    expect(codes(caseOf([cell()], { objective: ['evaluation.accuracy'] }))).toEqual([
      'evaluation-as-objective',
    ])
    expect(codes(caseOf([cell({ measure: rows(16) })]))).toEqual(['evaluation-as-objective'])
  })
})

test('data that are not ours are declared, not proved', () => {
  const findings = checkLeaks(caseOf([cell()], { tasks: [{ name: 't', data: undefined }] }))
  expect(findings.find(({ rule }) => rule === 'overlapping-rows')?.status).toBe('declared')
  expect(findings.find(({ rule }) => rule === 'shared-seeds')?.status).toBe('proved')
})

describe('the units of two_phase', () => {
  const contextOf = (by: 'random' | 'stratified' | 'group' | 'time', of = data): ProtocolContext => ({
    seed: 3,
    tasks: [{ name: 't', data: of }],
    pools: { tune: 0.5, evaluate: 0.5, by },
    direction: 'maximize',
    options: { replicates: 3, tune: { rows: { train: 0.6, select: 0.2, stop: 0.2 } } },
  })
  const caseFor = (context: ProtocolContext): LeakCase =>
    caseOf(phaseCells(twoPhase, context), { tasks: context.tasks })

  test('leak nothing for plain data with duplicates', () => {
    const iris = describeRows(150, {
      classes: (row) => Math.floor(row / 50),
      contents: (row) => (row === 142 ? 101 : row),
    })
    for (const by of ['random', 'stratified'] as const)
      expect(codes(caseFor(contextOf(by, iris)))).toEqual([])
  })

  test('by group leak no group, by time no time; by random both are found', () => {
    const grouped = describeRows(40, { groups: (row) => row % 8 })
    const timed = describeRows(40, { times: (row) => row })
    expect(codes(caseFor(contextOf('group', grouped)))).toEqual([])
    expect(codes(caseFor(contextOf('time', timed)))).toEqual([])
    expect(codes(caseFor(contextOf('random', grouped)))).toEqual(['overlapping-groups'])
    expect(codes(caseFor(contextOf('random', timed)))).toEqual(['overlapping-times'])
  })
})
