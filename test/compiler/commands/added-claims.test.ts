// Claims that come after results were seen are exploratory: the result, the terminal and the report say so; the digest does not depend on it.
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, expect, test } from '@jest/globals'
import type { Result } from '../../../schemas/result.js'
import { espalier, knownArms, tableProject, tableSpecification } from '../../support/command-line.js'

const { folder, remove } = tableProject()
afterAll(() => remove())

const run = async (out: string, claims: readonly string[]) => {
  writeFileSync(
    join(folder, 'spec.yaml'),
    tableSpecification(`${knownArms}claims: ${JSON.stringify(claims)}\n`),
  )
  const ended = await espalier(folder, 'run', 'spec.yaml', '--out', out)
  expect([ended.exit, ended.err]).toEqual([0, expect.anything()])
  const read = (file: string): string => readFileSync(join(folder, out, file), 'utf8')
  return { ...ended, result: JSON.parse(read('result.json')) as Result, report: read('report.html') }
}

const first = 'deep better than shallow on accuracy'
const later = 'shallow equivalent to deep on accuracy within 0.01'

test('claims of the first look are no additions; a later one is, for as long as the first look is known', async () => {
  const one = await run('runs/one', [first])
  expect(one.result.claims_added).toBeUndefined()
  const two = await run('runs/two', [first, later])
  const added = two.result.claims.filter(({ statement }) => statement === later).map(({ id }) => id)
  expect(added).toHaveLength(1)
  expect(two.result.claims_added).toEqual(added)
  for (const text of [two.out, two.report]) expect(text).toContain('Exploratory, for added after')
  expect(one.out).not.toContain('Exploratory')
  // Another folder knows of no earlier look: the same result, without the mark.
  const elsewhere = await run('other/two', [first, later])
  expect(elsewhere.result.claims_added).toBeUndefined()
  expect(elsewhere.result.result_digest).toBe(two.result.result_digest)
  expect((await espalier(folder, 'verify', 'runs/two')).exit).toBe(0)
})
