// The tutorial's recipe of training through the built command line: it learns, and the number of workers changes nothing.
import { execFileSync } from 'node:child_process'
import { mkdtempSync, readFileSync } from 'node:fs'
import { tmpdir } from 'node:os'
import { join } from 'node:path'
import { describe, expect, test } from '@jest/globals'
import type { Result } from '../../schemas/result.js'

const root = join(import.meta.dirname, '../..')

/** Runs the specification in a folder of its own. */
function resultWith(workers: number): Result {
  const out = join(mkdtempSync(join(tmpdir(), 'espalier-recipe-')), 'run')
  const words = ['run', 'specs/tutorial/9-recipe.yaml', '--workers', String(workers), '--out', out]
  execFileSync(process.execPath, [join(root, 'dist/compiler/bin.js'), ...words], {
    cwd: root,
    stdio: 'ignore',
  })
  return JSON.parse(readFileSync(join(out, 'result.json'), 'utf8')) as Result
}

describe('a recipe of micro-batches, clipping, groups, an average and a schedule in three parts', () => {
  test('trains for real, and alike on one worker and on two', () => {
    const [one, two] = [resultWith(1), resultWith(2)]
    expect(one.status).toBe('finished')
    expect(one.arms['default']?.summary.evaluation['accuracy']?.mean).toBeGreaterThan(0.9)
    expect(two.result_digest).toBe(one.result_digest)
  })
})
