// The result file: valid by its schema, its digest deaf to what may differ and to nothing else.
import { readFileSync } from 'node:fs'
import { describe, expect, test } from '@jest/globals'
import { Ajv2020 } from 'ajv/dist/2020.js'
import { digestResult } from '../../../runtime/report/result-digest.js'
import { composeResult } from '../../../runtime/report/result.js'
import { writeCsv } from '../../../runtime/report/writers/csv.js'
import { writeJson } from '../../../runtime/report/writers/json.js'
import type { Result } from '../../../schemas/result.js'
import { inventedFacts, inventedOutcome, inventedResult } from '../../support/outcome.js'

const schema = JSON.parse(readFileSync('schemas/result.schema.json', 'utf8')) as object
const validate = new Ajv2020({ allErrors: true, allowUnionTypes: true }).compile(schema)
const read = (result: Result): Result => JSON.parse(writeJson(result)) as Result

describe('result.json', () => {
  test('is valid by its schema', () => {
    const valid = validate(read(inventedResult()))
    expect(validate.errors ?? []).toEqual([])
    expect(valid).toBe(true)
  })

  test('is valid for a run that was stopped before anything was measured', () => {
    const outcome = inventedOutcome()
    const early = composeResult(
      { ...outcome, status: 'interrupted', measurements: [], selected: [], models: [] },
      inventedFacts({ claims: [] }),
    )
    expect(validate(read(early))).toBe(true)
    expect(early.arms['mcts']?.summary).toEqual({ tuning: {}, evaluation: {} })
  })

  test('holds null where a training has no value, never NaN', () => {
    const outcome = inventedOutcome()
    const broken = outcome.measurements.map((row) =>
      row.phase === 'evaluate' ? { ...row, value: Number.NaN } : row,
    )
    const result = composeResult({ ...outcome, measurements: broken }, inventedFacts({ claims: [] }))
    expect(validate(read(result))).toBe(true)
    expect(result.arms['mcts']?.summary.evaluation['accuracy']).toEqual({ mean: null, ci: null, n: 0 })
  })

  test('has one tidy row a measurement, with the columns of the design', () => {
    const [row] = inventedResult().measurements
    expect(Object.keys(row ?? {})).toEqual([
      'arm',
      'task',
      'replicate',
      'fold',
      'phase',
      'trial',
      'seed',
      'fidelity',
      'metric',
      'value',
      'end',
    ])
  })

  test('summarises each arm over its replicates', () => {
    const result = inventedResult()
    const values = result.measurements.flatMap(({ arm, phase, metric, value }) =>
      arm === 'random' && phase === 'evaluate' && metric === 'accuracy' ? [value ?? 0] : [],
    )
    const figure = result.arms['random']?.summary.evaluation['accuracy']
    expect(figure?.n).toBe(6)
    expect(figure?.mean).toBeCloseTo(values.reduce((sum, v) => sum + v, 0) / 6, 12)
    // 97.5 % quantile of t with five degrees of freedom.
    const spread = Math.sqrt(values.reduce((sum, v) => sum + (v - (figure?.mean ?? 0)) ** 2, 0) / 5)
    expect((figure?.ci?.high ?? 0) - (figure?.mean ?? 0)).toBeCloseTo((2.5705818 * spread) / Math.sqrt(6), 7)
  })
})

describe('the result digest', () => {
  const result = inventedResult()

  test('ignores what may differ between equal results', () => {
    const elsewhere: Result = {
      ...result,
      measured: { seconds: 9 },
      environment: { node: '24' },
      timings: { seconds: 7 },
      looks: 5,
      counts: { ...result.counts, executed: 0, reused: 162 },
    }
    expect(digestResult(elsewhere)).toBe(result.result_digest)
    expect(digestResult(read(result))).toBe(result.result_digest)
  })

  test.each<[string, Partial<Result>]>([
    ['a measurement', { measurements: result.measurements.slice(1) }],
    ['a claim', { claims: result.claims.slice(1) }],
    ['the seed', { seed: 2 }],
    ['a count', { counts: { ...result.counts, trials: 1 } }],
    ['exactness', { exact: { holds: false, because: ['1 training ended failed'] } }],
  ])('hears a change of %s', (_, change) => {
    expect(digestResult({ ...result, ...change })).not.toBe(result.result_digest)
  })
})

describe('measurements as CSV', () => {
  test('quote what needs it, leave missing values empty and defuse formulas', () => {
    const [row] = inventedResult().measurements
    if (row === undefined) throw new Error('no row')
    const csv = writeCsv({
      measurements: [{ ...row, arm: '=cmd|"x"', task: 'a,b', trial: null, value: null, end: 'diverged' }],
    })
    expect(csv.split('\r\n')[1]).toBe(`"'=cmd|""x""","a,b",0,0,tune,,1000,2,accuracy,,diverged`)
  })
})
