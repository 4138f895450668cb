// A function of the author's through the built program: called in workers, whatever becomes of a call is the end of one training.
import { spawn, spawnSync } from 'node:child_process'
import { once } from 'node:events'
import { readFileSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { readJournal } from '../../../runtime/store/journal.js'
import { projectWith } from '../../support/command-line.js'
import { repository } from '../../support/compile-specification.js'
import { recordsIn, until } from '../../support/studies/faulty.js'

const objective = `
import { middle } from './middle.ts'
export const bowl = async ({ x, way }: { x: number, way?: string }, call: any) => {
  console.log('noise')
  call.report({ depth: 9 })
  if (way === 'throws') throw new Error('no depth today')
  if (way === 'nan') return NaN
  if (way === 'text') return { depth: 'deep' }
  if (way === 'other') return { width: 1 }
  if (way === 'spins') for (;;) {}
  if (way === 'sleeps') await new Promise(() => setInterval(() => undefined, 1000))
  await new Promise((resolve) => setTimeout(resolve, 20))
  return { depth: (x - middle) ** 2, seed: call.seed, tuned: call.phase === 'tune' ? 1 : 0 }
}
`
const ways = ['fine', 'throws', 'nan', 'text', 'other', 'spins', 'sleeps']
const project = projectWith({
  'lib/objective.ts': objective,
  'lib/middle.ts': 'export const middle = 3\n',
  'ways.yaml': `espalier: 1
name: ways
use: lib/objective.ts
procedure: { function: bowl }
hyperparameters: { x: [3], way: [${ways.join(', ')}] }
sampler: grid
objective: { minimize: depth }
budget: { trials: ${ways.length} }
resources: { timeout: 2s }
`,
  'bowl.yaml': `espalier: 1
name: bowl
use: lib/objective.ts
procedure: { function: bowl }
hyperparameters: { x: { uniform: [0, 6] } }
objective: { minimize: depth }
budget: { trials: 60 }
`,
})
const { folder } = project
afterAll(() => project.remove())

const bin = join(repository, 'dist/compiler/bin.js')
const words = (specification: string, out: string): readonly string[] => [
  ...[bin, 'run', specification, '--allow-code', '--workers', '2', '--out', out],
]
const run = (specification: string, out: string): void => {
  const { status, stderr } = spawnSync(process.execPath, words(specification, out), {
    cwd: folder,
    encoding: 'utf8',
  })
  expect([status, status === 0 ? '' : stderr]).toEqual([0, ''])
}
interface Written {
  readonly result_digest: string
  readonly counts: { readonly by_end: Readonly<Record<string, number>> }
}
const resultOf = (out: string): Written =>
  JSON.parse(readFileSync(join(folder, out, 'result.json'), 'utf8')) as Written

const trainingsOf = (out: string): readonly string[] =>
  readJournal(join(folder, out)).flatMap((record) =>
    record.kind === 'segment-finished' ? [record.training] : [],
  )

describe('a function as objective', () => {
  test('that throws, is not finite, says nothing, or never returns ends its own training alone', () => {
    run('ways.yaml', 'runs/ways')
    expect(resultOf('runs/ways').counts.by_end).toEqual({
      completed: 2,
      diverged: 1,
      failed: 3,
      timed_out: 2,
    })
    const messages = readJournal(join(folder, 'runs/ways')).flatMap((record) =>
      record.kind === 'segment-finished' && record.message !== undefined ? [record.message] : [],
    )
    for (const said of [
      "'bowl' threw: no depth today",
      `'bowl' returned "deep" as 'depth'; expected a number`,
      "'bowl' returned no 'depth'",
      "'depth' is not finite",
    ])
      expect(messages).toContain(said)
  })

  test('killed in the middle goes on to the same result, and other code is another training', async () => {
    run('bowl.yaml', 'runs/straight')
    const child = spawn(process.execPath, [...words('bowl.yaml', 'elsewhere/killed')], {
      cwd: folder,
      stdio: 'ignore',
    })
    await until(() => recordsIn(join(folder, 'elsewhere/killed')) > 40)
    child.kill('SIGKILL')
    await once(child, 'exit')
    run('bowl.yaml', 'elsewhere/killed')
    expect(resultOf('elsewhere/killed').result_digest).toBe(resultOf('runs/straight').result_digest)

    const before = new Set(trainingsOf('runs/straight'))
    writeFileSync(join(folder, 'lib/middle.ts'), 'export const middle = 3.0\n')
    run('bowl.yaml', 'runs/changed')
    const after = trainingsOf('runs/changed')
    expect([before.size, after.length]).toEqual([61, 61])
    expect(after.filter((training) => before.has(training))).toEqual([])
  })
})
