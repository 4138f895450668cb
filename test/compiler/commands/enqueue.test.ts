// Configurations to try first: counted, learnt from, the same whatever the workers; refused at their line where they are not of the space.
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import type { Result } from '../../../schemas/result.js'
import { runDirectory } from '../../../runtime/run.js'
import { readJournal } from '../../../runtime/store/journal.js'
import { espalier, projectWith } from '../../support/command-line.js'

const numbers = [1, 2, 3, 4, 5, 6]
const table = `depth,width,accuracy\n${numbers
  .flatMap((depth) => numbers.map((width) => `${depth},${width},${(depth * 7 + width * 5) / 100}`))
  .join('\n')}\n`

const specification = (enqueue: string): string => `espalier: 1
name: first
seed: 3
procedure: { table: { file: recorded.csv } }
hyperparameters:
  depth: { int: [1, 6] }
  width: { int: [1, 6] }
constraints: ["depth + width <= 11"]
objective: { maximize: accuracy }
budget: { trials: 6 }
${enqueue}
arms:
  random: { sampler: random }
  mcts: { sampler: mcts }
protocol:
  two_phase: { replicates: 2 }
`

const first = 'enqueue: [{ depth: 5, width: 6 }, { depth: 1, width: 2 }]'
const project = projectWith({
  'spec.yaml': specification(first),
  'without.yaml': specification(''),
  'recorded.csv': table,
})
const { folder } = project
afterAll(() => project.remove())

const proposals = (run: string, arm: string) =>
  readJournal(join(folder, run)).flatMap((record) =>
    record.kind === 'trial-proposed' && record.arm === arm && record.replicate === 0 ? [record] : [],
  )

describe('enqueue', () => {
  test('comes first in every arm and counts in the budget', async () => {
    expect((await espalier(folder, 'run', 'spec.yaml', '--out', 'a/run')).exit).toBe(0)
    for (const arm of ['random', 'mcts']) {
      const found = proposals('a/run', arm)
      expect(found.map(({ origin }) => origin)).toEqual([
        'enqueue',
        'enqueue',
        ...Array<string>(4).fill('sampler'),
      ])
      expect(found.slice(0, 2).map(({ configuration }) => configuration)).toEqual([
        { depth: 5, width: 6 },
        { depth: 1, width: 2 },
      ])
    }
    const result = JSON.parse(readFileSync(join(folder, 'a/run/result.json'), 'utf8')) as Result
    expect(result.counts.trials).toBe(2 * 2 * 6)
    // 5 and 6 is the best that the constraint leaves but for 6 and 5: nothing that is proposed after it is chosen unless better.
    for (const { configuration } of result.arms['random']?.selected ?? []) {
      expect([
        { depth: 5, width: 6 },
        { depth: 6, width: 5 },
      ]).toContainEqual(configuration)
    }
  })

  test('is learnt from by a sampler that learns, and moves none that does not', async () => {
    expect((await espalier(folder, 'run', 'without.yaml', '--out', 'b/run')).exit).toBe(0)
    const after = (run: string, arm: string) =>
      proposals(run, arm)
        .slice(2)
        .map(({ configuration }) => configuration)
    expect(after('a/run', 'random')).toEqual(after('b/run', 'random'))
    expect(after('a/run', 'mcts')).not.toEqual(after('b/run', 'mcts'))
  })

  test('gives the same digest with any number of workers', async () => {
    const digests = await Promise.all(
      ['1', '3'].map(async (workers) => {
        const out = `w${workers}/run`
        expect((await espalier(folder, 'run', 'spec.yaml', '--workers', workers, '--out', out)).exit).toBe(0)
        return (await runDirectory(join(folder, out), { root: folder })).result?.result_digest
      }),
    )
    expect(digests[0]).toBe(digests[1])
  })

  test.each([
    ['{ depth: 9, width: 1 }', 'a value outside its domain'],
    ['{ depth: 2 }', 'a part of a configuration'],
    ['{ depth: 2, width: 2, height: 1 }', 'an unknown path'],
    ['{ depth: 6, width: 6 }', 'a broken constraint'],
  ])('refuses %s at its line: %s', async (configuration) => {
    const { folder: other, remove } = projectWith({
      'spec.yaml': specification(`enqueue: [${configuration}]`),
      'recorded.csv': table,
    })
    const { exit, err } = await espalier(other, 'check', 'spec.yaml')
    remove()
    expect([exit, err]).toEqual([2, expect.stringMatching(/spec\.yaml:11:\d+: error illegal-configuration/)])
  })
})
