import { readFileSync, rmSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, describe, expect, test } from '@jest/globals'
import {
  contentOf,
  espalier,
  projectWith,
  recordedResults,
  tableSpecification,
} from '../../support/command-line.js'

const features = `a,b\n${Array.from({ length: 40 }, (_, row) => `${row},${(row * 7) % 11}`).join('\n')}\n`
const labels = `kind\n${Array.from({ length: 40 }, (_, row) => (row % 2 === 0 ? 'x' : 'y')).join('\n')}\n`

const trained = `espalier: 1
name: trained
seed: 1
include: ../shared/data.yaml
space: { sequence: [{ affine: { units: { choice: [2, 4] } } }, { affine: { units: $data.classes } }] }
train: { loss: cross_entropy, optimizer: sgd, epochs: 1 }
objective: { maximize: accuracy }
budget: { trials: 1 }
protocol: { two_phase: { replicates: 1 } }
`

const commanded = `espalier: 1
name: commanded
seed: 1
procedure: { command: { run: [node, specs/shared/program.js], inputs: [notes.txt, ../shared/table.csv] } }
hyperparameters: { depth: { choice: [1, 2] } }
objective: { maximize: accuracy }
budget: { trials: 1 }
protocol: { two_phase: { replicates: 1 } }
`

const project = projectWith({
  'specs/shared/table.csv': recordedResults,
  'specs/shared/base.yaml': 'procedure: { table: { file: table.csv } }\n',
  'specs/shared/data.yaml':
    'data: { file: ../../tables/features.csv, target: labels.csv, pools: { tune: 0.5, evaluate: 0.5 } }\n',
  'specs/shared/labels.csv': labels,
  'specs/shared/program.js': 'console.log(JSON.stringify({ accuracy: 1 }))\n',
  'specs/deep/looked-up.yaml': tableSpecification().replace(
    /^procedure: .*$/m,
    'include: ../shared/base.yaml',
  ),
  'specs/deep/trained.yaml': trained,
  'specs/deep/commanded.yaml': commanded,
  'specs/deep/notes.txt': 'read by the program\n',
  'tables/features.csv': features,
  'tables/shallow.csv': recordedResults.replace('4,0.90', '4,0.10'),
})
afterAll(() => project.remove())

const planOf = async (cwd: string, specification: string, ...words: readonly string[]): Promise<string> => {
  const plans = join(project.folder, 'plans')
  const { exit, err } = await espalier(cwd, 'compile', specification, ...words, '-o', plans)
  expect({ exit, err }).toEqual({ exit: 0, err: '' })
  const [file = ''] = contentOf(plans).filter((path) => path.endsWith('.ts'))
  const plan = readFileSync(join(plans, file), 'utf8')
  rmSync(plans, { recursive: true })
  return plan
}

const digestOf = async (cwd: string, ...words: readonly string[]): Promise<string | undefined> => {
  const { exit, out, err } = await espalier(cwd, 'run', ...words)
  expect({ exit, err }).toMatchObject({ exit: 0 })
  return out.trimEnd().split('\n').at(-1)
}

describe('paths in specifications', () => {
  test('count from the file that names them, an include as well, wherever the command is given', async () => {
    const below = join(project.folder, 'specs/deep')
    const plan = await planOf(project.folder, 'specs/deep/looked-up.yaml')
    expect(plan).toContain("file: 'specs/shared/table.csv'")
    expect(await planOf(below, 'looked-up.yaml')).toBe(plan)
    const digest = await digestOf(project.folder, 'specs/deep/looked-up.yaml', '--out', 'a')
    expect(await digestOf(below, 'looked-up.yaml', '--out', '../../b')).toBe(digest)
    for (const made of ['a', 'b']) rmSync(join(project.folder, made), { recursive: true })
  })

  test('hold for data and label files, which lie in different folders', async () => {
    const plan = await planOf(project.folder, 'specs/deep/trained.yaml')
    expect(plan).toContain("file: 'tables/features.csv'")
    expect(plan).toContain("target: 'specs/shared/labels.csv'")
  })

  test('hold for the inputs of a command; the words that it runs are left alone', async () => {
    const plan = await planOf(project.folder, 'specs/deep/commanded.yaml')
    expect(plan).toContain("inputs: ['specs/deep/notes.txt', 'specs/shared/table.csv']")
    expect(plan).toContain("run: ['node', 'specs/shared/program.js']")
  })

  test('count from the project folder on the command line', async () => {
    const below = join(project.folder, 'specs/deep')
    const set = ['--set', 'procedure.table.file=tables/shallow.csv']
    expect(await planOf(below, 'looked-up.yaml', ...set)).toContain("file: 'tables/shallow.csv'")
  })

  test('are shown as they were found wanting, with what they count from', async () => {
    const absent = ['--set', 'data.file=features.csv']
    const { exit, err } = await espalier(project.folder, 'check', 'specs/deep/trained.yaml', ...absent)
    expect(exit).toBe(2)
    expect(err).toContain("there is no file 'features.csv'")
    expect(err).toContain('counts from the file that names it')
  })
})
