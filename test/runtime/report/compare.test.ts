// Comparing results, and verifying one against its own records.
import { describe, expect, test } from '@jest/globals'
import { concludeClaims } from '../../../runtime/claims/conclude.js'
import { compareResults } from '../../../runtime/report/compare.js'
import { digestResult } from '../../../runtime/report/result-digest.js'
import { verifyResult, type VerifyInput } from '../../../runtime/report/verify.js'
import type { Result } from '../../../schemas/result.js'
import { inventedClaims, inventedResult } from '../../support/outcome.js'

const signed = (result: Result): Result => ({ ...result, result_digest: digestResult(result) })

describe('comparing', () => {
  const result = inventedResult()

  test('calls equal digests the same result', () => {
    const comparison = compareResults([
      { name: 'a', result },
      { name: 'b', result: { ...result, looks: 9 } },
    ])
    expect(comparison.remarks).toEqual(['The same result: all digests are equal.'])
  })

  test('says what was made differently, and shows figures and outcomes side by side', () => {
    const other = signed({ ...result, seed: 2, claims: result.claims.slice(0, 2) })
    const { remarks, tables } = compareResults([
      { name: 'a', result },
      { name: 'b', result: other },
    ])
    expect(remarks).toEqual([
      'Different seed: a (1); b (2).',
      'Evaluated on different rows, so differences between figures are not those of the methods alone: a; b.',
    ])
    expect(tables[0]?.rows[0]?.[0]).toBe('mcts, accuracy')
    expect(tables[0]?.rows[0]?.[1]).toBe(tables[0]?.rows[0]?.[2])
    expect(tables[1]?.rows.map((row) => row[2] === '–')).toEqual([false, false, true, true, true])
  })

  test('tells pools that are dealt otherwise from the same rows', () => {
    const dealt = (pools: string) =>
      signed({ ...result, data: result.data.map((data) => ({ ...data, pools })) })
    const { remarks } = compareResults([
      { name: 'a', result: dealt('x') },
      { name: 'b', result: dealt('y') },
    ])
    expect(remarks.at(-1)).toMatch(/^Evaluated on different rows/)
  })

  test('names equal ones among several, and results that differ without a reason', () => {
    const other = signed({ ...result, measurements: result.measurements.slice(1) })
    const three = [
      { name: 'a', result },
      { name: 'b', result: other },
      { name: 'c', result },
    ]
    expect(compareResults(three).remarks).toEqual([
      'Equal results: a, c.',
      'Specification, seed, data and numerics are equal, but the results differ: one of the runs is not exact.',
      'Evaluated on the same rows: same data, pools, protocol and seed.',
    ])
  })
})

describe('verifying', () => {
  const result = inventedResult()
  const input: VerifyInput = {
    result,
    digestOfFile: (file) => (file === 'models/mcts.onnx' ? 'beef'.repeat(16) : undefined),
    conclude: (measurements) =>
      concludeClaims(inventedClaims, { measurements, direction: () => 'maximize', seed: 1 }),
    recorded: result.measurements,
  }
  const failures = (change: Partial<VerifyInput>) =>
    verifyResult({ ...input, ...change })
      .filter(({ holds }) => !holds)
      .map(({ check }) => check)

  test('finds nothing wrong with an honest result', () => {
    expect(failures({})).toEqual([])
    expect(verifyResult(input)).toHaveLength(7)
  })

  test('finds an edited measurement by digest, journal, summary and claims', () => {
    const measurements = result.measurements.map((row) =>
      row.arm === 'mcts' && row.phase === 'evaluate' && row.replicate === 0 && row.metric === 'accuracy'
        ? { ...row, value: 0.999 }
        : row,
    )
    expect(failures({ result: { ...result, measurements } })).toEqual([
      'the digest is that of the content',
      'measurements are those of the journal',
      "the summary of arm 'mcts' follows from the measurements",
      'claims follow from the measurements',
    ])
  })

  test('finds an outcome that was changed, even with a new digest', () => {
    const claims = result.claims.map((claim) => ({ ...claim, outcome: 'supported' as const }))
    expect(failures({ result: signed({ ...result, claims }) })).toEqual([
      'claims follow from the measurements',
    ])
  })

  test('finds missing and changed files', () => {
    const missing = verifyResult({ ...input, digestOfFile: () => undefined, pinned: { 'plan.ts': 'aa' } })
    expect(missing.filter(({ holds }) => !holds).map(({ check, found }) => [check, found])).toEqual([
      ['models/mcts.onnx is unchanged', 'it is missing'],
      ['plan.ts is unchanged', 'it is missing'],
    ])
  })
})
