// Specifications of papers, run whole on several seeds: do their claims hold?
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { createRequire } from 'node:module'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
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
  ['llm-inference-tuning-replay', 1],
  ['llm-inference-tuning-replay', 2],
  ['llm-inference-tuning-replay', 3],
])('every claim of papers/%s.yaml is supported with seed %d', (paper, seed) => {
  const { claims } = run(paper, seed)
  expect(claims.map(({ id, outcome }) => `${id}: ${outcome}`)).toEqual(
    claims.map(({ id }) => `${id}: supported`),
  )
})

const hasDigits = (() => {
  try {
    createRequire(import.meta.url).resolve('mnist/package.json')
    return true
  } catch {
    return false
  }
})()

// What holds on any machine, however busy: a batch is faster than single rows by more than a factor of 2, settings do not change what the
// network answers, and no trial ends otherwise than completed. Whether tuning beats a batch of 32 depends on the machine's peace.
const withDigits = hasDigits ? describe : describe.skip
withDigits('papers/llm-inference-tuning.yaml (needs the package mnist)', () => {
  test('finds settings that serve twice as many rows as the defaults, with the same answers', () => {
    const { arms, claims, counts } = run('llm-inference-tuning', 1)
    expect(claims[0]).toMatchObject({ arm: 'tpe', than: 'defaults', outcome: 'supported' })
    const accuracies = Object.values(arms).map(({ summary }) => summary.evaluation['accuracy'])
    expect(new Set(accuracies.map((accuracy) => accuracy?.mean)).size).toBe(1)
    expect(accuracies[0]?.ci).toMatchObject({ low: accuracies[0]?.mean, high: accuracies[0]?.mean })
    expect(counts.by_end).toEqual({ completed: counts.trainings })
  })
})
