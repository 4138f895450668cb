import { spawnSync } from 'node:child_process'
import { readFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import { trainedPart } from '../../../compiler/commands/time-estimate.js'
import { contentOf, espalier, projectWith } from '../../support/command-line.js'
import { repository } from '../../support/compile-specification.js'

const golden = (name: string): string =>
  readFileSync(join(repository, 'test', 'golden', name, 'plan.ts'), 'utf8')

const native = `espalier: 1
name: small
seed: 1
data: { dataset: iris, prepare: [standardize], pools: { tune: 0.5, evaluate: 0.5, by: stratified } }
space: { sequence: [{ affine: { units: { choice: [4, 8] } } }, relu, { affine: { units: $data.classes } }] }
train: { loss: cross_entropy, optimizer: sgd, epochs: 2 }
objective: { maximize: accuracy }
budget: { trials: 2 }
protocol: { two_phase: { replicates: 2 } }
`

/** Each training sleeps, so that a run of twice as many takes a time that can be told. */
const sleeping = (trials: number): string => `espalier: 1
name: sleeping
seed: ${trials}
procedure: { command: [node, -e, "setTimeout(() => console.log(JSON.stringify({ accuracy: 1 })), 300)", "\${depth}"] }
hyperparameters: { depth: { choice: [1, 2, 3, 4, 5, 6, 7, 8, 9, 10] } }
objective: { maximize: accuracy }
budget: { trials: ${trials} }
protocol: { two_phase: { replicates: 1 } }
`

const project = projectWith({
  'native.yaml': native,
  'few.yaml': sleeping(2),
  'many.yaml': sleeping(6),
})
const cache = process.env['ESPALIER_CACHE']
process.env['ESPALIER_CACHE'] = join(project.folder, 'cache')
afterAll(() => {
  if (cache === undefined) delete process.env['ESPALIER_CACHE']
  else process.env['ESPALIER_CACHE'] = cache
  project.remove()
})

const openingOf = async (specification: string, ...words: readonly string[]): Promise<string> => {
  const { exit, err } = await espalier(project.folder, 'run', specification, '--dry-run', ...words)
  expect({ exit, err }).toMatchObject({ exit: 0 })
  return err.split('\n').find((line) => line.includes('training')) ?? ''
}

describe('the time that a run says it will take', () => {
  test('is there for models that can be timed here', async () => {
    expect(await openingOf('native.yaml')).toMatch(/ = \d+ trainings, about \d+ (s|min)$/)
    expect(contentOf(join(project.folder, 'cache', 'steps')).length).toBeGreaterThan(0)
  })

  test('is there for a program once a like run has shown it: never before', async () => {
    expect(await openingOf('many.yaml')).toMatch(/ = 7 trainings$/)
    const words = [join(repository, 'dist/compiler/bin.js'), 'run', 'few.yaml', '--workers', '1']
    const { status, stderr } = spawnSync(process.execPath, words, { cwd: project.folder, encoding: 'utf8' })
    expect({ status, stderr }).toMatchObject({ status: 0 })
    const [, seconds] = /, about (\d+) s$/.exec(await openingOf('many.yaml', '--workers', '1')) ?? []
    // Seven sleeps of 0.3 s, one after the other; a slow machine only takes longer.
    expect(Number(seconds)).toBeGreaterThanOrEqual(2)
  })

  test('is not said of a run that was begun already', async () => {
    expect(await openingOf('few.yaml')).toMatch(/ = 3 trainings$/)
  })
})

describe('the part of a plan that decides the time of a training', () => {
  test('is the same whatever proposes, repeats and is claimed, and wherever it was written', () => {
    const plan = golden('quickstart')
    const other = plan
      .replace('export const samplers = {\n', "export const samplers = {\n  grid: grid('', {}, '1:1'),\n")
      .replaceAll('sampler: samplers.mcts', 'sampler: samplers.grid')
      .replaceAll('trials: 12', 'trials: 48')
      .replace('replicates: 6', 'replicates: 9')
      .replace('at: 0.05', 'at: 0.01')
      .replaceAll(/'(\d+):(\d+)'/g, "'9$1:$2'")
      .replaceAll(/yaml:(\d+)/g, 'yaml:7$1')
    expect(other).not.toBe(plan)
    expect(trainedPart(other)).toBe(trainedPart(plan))
  })

  test.each([
    ['epochs', 'epochs: 2', 'epochs: 3'],
    ['a choice of the model', "oneOf('repeat.times', [1, 2, 3]", "oneOf('repeat.times', [1, 2, 9]"],
    ['the data', "digest: '322f", "digest: '422f"],
    ['the rows', 'train: 0.8', 'train: 0.4'],
    ['the scheduler', "scheduler: full('', {})", "scheduler: halving('', {})"],
  ])('differs with %s', (_, before, after) => {
    const plan = golden('quickstart')
    const other = plan.replaceAll(before, after)
    expect(other).not.toBe(plan)
    expect(trainedPart(other)).not.toBe(trainedPart(plan))
  })
})
