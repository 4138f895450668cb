// Specifications of papers, run whole on several seeds: do their claims hold?
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { expect, test } from '@jest/globals'
import type { Result } from '../../schemas/result.js'

const root = join(import.meta.dirname, '../..')

test.each([1, 2, 3])('every claim of papers/deep-architect.yaml is supported with seed %d', (seed) => {
  const out = join(mkdtempSync(join(tmpdir(), 'espalier-paper-')), 'run')
  const words = ['dist/compiler/bin.js', 'run', 'specs/papers/deep-architect.yaml', '--progress', 'none']
  execFileSync(process.execPath, [...words, '--seed', String(seed), '--out', out], {
    cwd: root,
    stdio: 'pipe',
  })
  const { claims } = JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as Result
  expect(claims.map(({ id, outcome }) => `${id}: ${outcome}`)).toEqual(
    claims.map(({ id }) => `${id}: supported`),
  )
})
