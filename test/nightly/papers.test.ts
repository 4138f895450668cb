// Specifications of papers, run whole on several seeds: do their claims hold?
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import { hasDigits } from '../support/digits.js'
import type { Result } from '../../schemas/result.js'

const root = join(import.meta.dirname, '../..')

/** Runs a specification of a paper with a seed. */
function run(paper: string, seed: number): Result {
  const out = join(mkdtempSync(join(tmpdir(), 'espalier-paper-')), 'run')
  const words = ['dist/compiler/bin.js', 'run', `specs/papers/${paper}.yaml`, '--progress', 'none']
  execFileSync(process.execPath, [...words, '--seed', String(seed), '--out', out], {
    cwd: root,
    stdio: 'pipe',
  })
  return JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as Result
}

test.each([
  ['deep-architect', 1],
  ['deep-architect', 2],
  ['deep-architect', 3],
  ['intrinsic-dimension', 1],
  ['intrinsic-dimension', 2],
  ['intrinsic-dimension', 3],
  ['llm-inference-tuning-replay', 1],
  ['llm-inference-tuning-replay', 2],
  ['llm-inference-tuning-replay', 3],
])('every claim of papers/%s.yaml is supported with seed %d', (paper, seed) => {
  const { claims } = run(paper, seed)
  expect(claims.map(({ id, outcome }) => `${id}: ${outcome}`)).toEqual(
    claims.map(({ id }) => `${id}: supported`),
  )
})

test('papers/llm-inference-tuning-replay.yaml has the same result whenever it is run', () => {
  const [first, second] = [run('llm-inference-tuning-replay', 1), run('llm-inference-tuning-replay', 1)]
  expect(second.result_digest).toBe(first.result_digest)
})

// What holds on any machine, however busy: a batch serves more than twice the rows of single calls, settings do not change what the network answers,
// and every training ends in a way that has a name. Whether the claims are established depends on the machine's peace.
const withDigits = hasDigits ? describe : describe.skip
withDigits('papers that measure ONNX Runtime (need the package mnist)', () => {
  test('papers/llm-inference-tuning.yaml finds settings that serve twice as many rows as the defaults, with the same answers', () => {
    const result = run('llm-inference-tuning', 1)
    expect(meanOf(result, 'tpe', 'throughput')).toBeGreaterThan(2 * meanOf(result, 'defaults', 'throughput'))
    expect(result.claims.map(({ id }) => id)).toEqual([
      'tpe-better-defaults-throughput',
      'tpe-better-batch_32-throughput',
    ])
    expectOneAnswer(result)
  })

  test('papers/llm-inference-tuning-moved.yaml measures each setting as often, with the same answers', () => {
    const result = run('llm-inference-tuning-moved', 1)
    expect(result.claims.map(({ n }) => n)).toEqual([15, 15])
    expectOneAnswer(result)
  })
})

const meanOf = ({ arms }: Result, arm: string, metric: string): number =>
  arms[arm]?.summary.evaluation[metric]?.mean ?? NaN

/** Float32 settings change no digit's class, and everything was measured. */
function expectOneAnswer({ measurements, counts }: Result): void {
  const accuracies = measurements.flatMap(({ metric, value }) => (metric === 'accuracy' ? [value] : []))
  expect(new Set(accuracies).size).toBe(1)
  expect(counts.by_end).toEqual({ completed: counts.trainings })
}
