// A run that grows: its result is that of a fresh run with the larger budget, and what was trained is not trained again.
import { spawnSync } from 'node:child_process'
import { existsSync, mkdirSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs'
import { dirname, join } from 'node:path'
import { fileURLToPath } from 'node:url'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import type { Result } from '../../../schemas/result.js'
import { espalier, projectWith } from '../../support/command-line.js'

const program = join(dirname(fileURLToPath(import.meta.url)), '../../../dist/compiler/bin.js')

const table = `depth,width,accuracy\n${[1, 2, 3, 4, 5, 6]
  .flatMap((depth) =>
    [1, 2, 3, 4, 5, 6].map((width) => `${depth},${width},${0.5 + ((depth * 7 + width * 5) % 11) / 30}`),
  )
  .join('\n')}\n`

const tabled = `espalier: 1
name: grows
seed: 1
procedure: { table: { file: recorded.csv } }
hyperparameters:
  depth: { int: [1, 6] }
  width: { int: [1, 6] }
objective: { maximize: accuracy }
budget: { trials: 4 }
arms:
  random: { sampler: random }
  mcts: { sampler: mcts }
  smbo: { sampler: smbo, budget: { trials: 3 } }
allow: [{ rule: unequal-budgets, because: the surrogate is dear }]
protocol:
  two_phase: { replicates: 6 }
claims: [mcts better than random on accuracy]
`

const trained = `espalier: 1
name: small
data: { dataset: iris, prepare: [standardize], pools: { tune: 0.5, evaluate: 0.5, by: stratified } }
space: { sequence: [{ affine: { units: [2, 4, 6, 8] } }, relu, { affine: { units: $data.classes } }] }
train: { loss: cross_entropy, optimizer: { sgd: { learning_rate: [0.01, 0.05, 0.1] } }, batch_size: 8, epochs: 2 }
objective: { maximize: accuracy }
budget: { trials: 3 }
`

const project = projectWith({ 'table.yaml': tabled, 'recorded.csv': table, 'small.yaml': trained })
const { folder } = project
afterAll(() => project.remove())

const resultOf = (run: string): Result =>
  JSON.parse(readFileSync(join(folder, run, 'result.json'), 'utf8')) as Result

describe('resume --extend', () => {
  const grow = (run: string, trials: number) =>
    espalier(folder, 'resume', run, '--extend', `trials=${trials}`)

  beforeAll(async () => {
    expect((await espalier(folder, 'run', 'table.yaml', '--seed', '7', '--out', 'a/run')).exit).toBe(0)
  })

  test('gives the digest of a fresh run, keeps the old result, and verifies', async () => {
    const before = readFileSync(join(folder, 'a/run/result.json'), 'utf8')
    expect((await grow('a/run', 12)).exit).toBe(0)
    const larger = ['budget.trials=12', 'arms.smbo.budget.trials=12'].flatMap((value) => ['--set', value])
    const { exit } = await espalier(folder, 'run', 'table.yaml', '--seed', '7', ...larger, '--out', 'b/run')
    expect(exit).toBe(0)
    expect(resultOf('a/run').counts.trials).toBe(3 * 6 * 12)
    expect(resultOf('a/run').result_digest).toBe(resultOf('b/run').result_digest)
    expect(resultOf('a/run').measurements).toEqual(resultOf('b/run').measurements)
    expect(readFileSync(join(folder, 'a/run/history/1/result.json'), 'utf8')).toBe(before)
    expect((await espalier(folder, 'verify', 'a/run')).exit).toBe(0)
  })

  test('begins with the trials that there were', () => {
    const trialsOf = ({ measurements }: Result, below: number) =>
      measurements.filter(({ phase, trial }) => phase === 'tune' && trial !== null && trial < below)
    const [old, now] = [resultOf('a/run/history/1'), resultOf('a/run')]
    expect(trialsOf(old, 3).length).toBe(3 * 6 * 3)
    expect(trialsOf(now, 3)).toEqual(trialsOf(old, 3))
  })

  test('goes on after a cut at every step of the change', async () => {
    const wanted = resultOf('a/run').result_digest
    const files = ['result.json', 'report.html', 'lock.json', 'run.sqlite', 'plan.ts']
    for (let cut = 0; cut <= files.length; cut += 1) {
      const run = `cut-${cut}/run`
      await espalier(folder, 'run', 'table.yaml', '--seed', '7', '--out', run)
      const past = join(folder, run, 'history/1')
      mkdirSync(past, { recursive: true })
      writeFileSync(join(past, 'next-plan.ts'), readFileSync(join(folder, 'a/run/plan.ts')))
      for (const file of files.slice(0, cut)) renameSync(join(folder, run, file), join(past, file))
      expect((await espalier(folder, 'resume', run)).exit).toBe(0)
      expect(resultOf(run).result_digest).toBe(wanted)
      expect(existsSync(join(past, 'next-plan.ts'))).toBe(false)
    }
  })

  test.each([
    ['trials=2', 'error cannot-shrink'],
    ['trials=many', 'error bad-extension'],
    ['epochs=3', 'error bad-extension'],
    ['trials=0', 'error bad-extension'],
  ])('refuses %s', async (word, message) => {
    const before = readFileSync(join(folder, 'a/run/result.json'), 'utf8')
    const { exit, err } = await espalier(folder, 'resume', 'a/run', '--extend', word)
    expect(exit).toBe(2)
    expect(err).toContain(message)
    expect(readFileSync(join(folder, 'a/run/result.json'), 'utf8')).toBe(before)
  })

  test('refuses a specification that changed, and a run of a plan', async () => {
    await espalier(folder, 'run', 'table.yaml', '--out', 'c/run')
    writeFileSync(join(folder, 'table.yaml'), tabled.replace('replicates: 6', 'replicates: 7'))
    const changed = await grow('c/run', 12)
    writeFileSync(join(folder, 'table.yaml'), tabled)
    expect([changed.exit, changed.err]).toEqual([2, expect.stringContaining('error specification-changed')])
    rmSync(join(folder, 'c/run/origin.json'))
    const fixed = await grow('c/run', 12)
    expect([fixed.exit, fixed.err]).toEqual([2, expect.stringContaining('error plan-is-fixed')])
    expect(existsSync(join(folder, 'c/run/history'))).toBe(false)
  })

  test('says of the smaller budget that its run was extended', async () => {
    const { exit, err } = await espalier(folder, 'run', 'table.yaml', '--seed', '7', '--out', 'a/run')
    expect([exit, err]).toEqual([2, expect.stringContaining('error extended-run')])
  })
})

describe('a run that trains', () => {
  const call = (...words: readonly string[]) =>
    spawnSync(process.execPath, [program, ...words, '--workers', '1'], { cwd: folder, encoding: 'utf8' })

  test('trains nothing twice when it is extended, and looks a second time', () => {
    expect(call('run', 'small.yaml', '--out', 'd/run').status).toBe(0)
    const old = resultOf('d/run')
    expect(call('resume', 'd/run', '--extend', 'trials=6').status).toBe(0)
    expect(call('run', 'small.yaml', '--set', 'budget.trials=6', '--out', 'e/run').status).toBe(0)
    const [grown, fresh] = [resultOf('d/run'), resultOf('e/run')]
    expect(grown.result_digest).toBe(fresh.result_digest)
    expect(fresh.counts.reused).toBe(0)
    expect(grown.counts.reused).toBeGreaterThanOrEqual(old.counts.trials)
    expect([old.looks, grown.looks, fresh.looks]).toEqual([1, 2, 1])
  })

  test('reuses every tuning training for a new arm, wherever the runs are called', () => {
    const arms = 'arms: { old: { sampler: random }, new: { sampler: mcts } }\n'
    writeFileSync(
      join(folder, 'more.yaml'),
      `${trained}protocol: { two_phase: { replicates: 2 } }\narms: { old: { sampler: random } }\n`,
    )
    expect(call('run', 'more.yaml', '--out', 'f/first').status).toBe(0)
    writeFileSync(join(folder, 'more.yaml'), `${trained}protocol: { two_phase: { replicates: 2 } }\n${arms}`)
    expect(call('run', 'more.yaml', '--out', 'f/second').status).toBe(0)
    const [first, second] = [resultOf('f/first'), resultOf('f/second')]
    expect(second.arms['old']?.selected).toEqual(first.arms['old']?.selected)
    expect(second.arms['old']?.summary).toEqual(first.arms['old']?.summary)
    expect(second.counts.reused).toBeGreaterThanOrEqual(first.counts.trainings)
  })
})
