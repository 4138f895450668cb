// Every protocol of the catalogue, over data of every kind: the promises of the contract.
import { describe, expect, test } from '@jest/globals'
import type { DataDescriptor } from '../../schemas/data-descriptor.js'
import { describeData } from '../../runtime/data/describe.js'
import { loadData } from '../../runtime/data/load.js'
import * as protocols from '../../runtime/protocols/index.js'
import { checkLeaks, phaseCells } from '../../runtime/protocols/leaks/check.js'
import type { ProtocolContext, ProtocolDefinition, Unit } from '../../runtime/protocols/protocol.js'
import { describeRows } from '../support/descriptors.js'

const kinds: Readonly<Record<string, DataDescriptor | undefined>> = {
  classes: describeRows(120, { classes: (row) => row % 7 }),
  reals: describeRows(97),
  groups: describeRows(120, { classes: (row) => row % 2, groups: (row) => (row * row) % 31 }),
  times: describeRows(110, { times: (row) => Math.floor(row / 3) }),
  duplicates: describeRows(90, { contents: (row) => row % 41 }),
  opaque: undefined,
}
const contextOf = (data: DataDescriptor | undefined, seed = 5): ProtocolContext => ({
  seed,
  tasks: [{ name: 'task', data }],
  direction: 'maximize',
  options: {},
})
const all: readonly ProtocolDefinition[] = Object.values(protocols)
const cases = all.flatMap((protocol) =>
  Object.entries(kinds).map(([kind, data]) => [protocol.kind, kind, protocol, data] as const),
)

describe.each(cases)('%s over %s', (_, __, protocol, data) => {
  const context = contextOf(data)
  const cells = phaseCells(protocol, context)
  const units = cells.flatMap(({ tuning, evaluation }) => [tuning, ...evaluation])

  test('is a function of its context', () => {
    expect(phaseCells(protocol, contextOf(data))).toEqual(cells)
    expect(phaseCells(protocol, contextOf(data, 6))).not.toEqual(cells)
  })

  test('leaks nothing', () => {
    const arm = { name: 'arm', trials: 3, fixed: false, cells }
    const found = checkLeaks({ tasks: context.tasks, arms: [arm], objective: ['accuracy'] })
    expect(found.filter(({ status }) => status === 'violated')).toEqual([])
  })

  test('names each tuning unit once, and evaluates it under its own pair key', () => {
    expect(new Set(cells.map(({ tuning }) => tuning.pairKey)).size).toBe(cells.length)
    for (const { tuning, evaluation } of cells) {
      expect(tuning.phase).toBe('tune')
      expect(evaluation.length).toBeGreaterThan(0)
      for (const unit of evaluation) {
        expect([unit.phase, unit.task, unit.replicate, unit.pairKey]).toEqual([
          'evaluate',
          tuning.task,
          tuning.replicate,
          tuning.pairKey,
        ])
      }
    }
  })

  test('gives ascending rows of the data, and distinct safe seeds', () => {
    for (const unit of [...units, protocol.refit(context, 'all'), protocol.refit(context, 'tune')]) {
      for (const rows of rowSetsOf(unit)) {
        expect([...rows]).toEqual([...new Set(rows)].sort((a, b) => a - b))
        expect(rows.every((row) => row < (data?.rows ?? 0))).toBe(true)
      }
      expect(new Set(unit.seeds).size).toBe(unit.seeds.length)
      expect(unit.seeds.length).toBeGreaterThan(0)
      expect(unit.seeds.every((seed) => Number.isSafeInteger(seed) && seed >= 0)).toBe(true)
    }
  })

  test('selects one of the trials, or none where none has a value', () => {
    expect(protocol.select(context, [])).toBeUndefined()
    expect(protocol.select(context, [{ trial: 3, values: [] }])).toBeUndefined()
    expect(
      protocol.select(context, [
        { trial: 3, values: [0.1] },
        { trial: 8, values: [0.2] },
      ]),
    ).toBe(8)
    const minimizing: ProtocolContext = { ...context, direction: 'minimize' }
    expect(
      protocol.select(minimizing, [
        { trial: 3, values: [0.1] },
        { trial: 8, values: [0.2] },
      ]),
    ).toBe(3)
  })
})

const rowSetsOf = (unit: Unit): readonly Uint32Array[] =>
  unit.folds.flatMap(({ train, stop, select, measure }) =>
    [train, stop, select, measure].flatMap((rows) => (rows === undefined ? [] : [rows])),
  )

test.each(['breast_cancer', 'digits', 'iris', 'wine'])(
  '%s can be tuned and evaluated without a waiver',
  async (dataset) => {
    const data = describeData(await loadData({ dataset }, { root: '.' }))
    for (const protocol of all) {
      for (const by of ['random', 'stratified'] as const) {
        const context: ProtocolContext = {
          ...contextOf(data),
          pools: { tune: 0.5, evaluate: 0.5, by },
          options: { replicates: 4 },
        }
        const arm = { name: 'arm', trials: 3, fixed: false, cells: phaseCells(protocol, context) }
        const found = checkLeaks({ tasks: context.tasks, arms: [arm], objective: ['accuracy'] })
        expect(found.map(({ status }) => status)).toEqual(found.map(() => 'proved'))
      }
    }
  },
)
