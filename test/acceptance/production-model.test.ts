// "Not worse than last week's model": week 1 trains and deploys, week 2 compares a candidate with what was deployed.
import { spawnSync } from 'node:child_process'
import { appendFileSync, copyFileSync, mkdirSync, readFileSync, readdirSync, writeFileSync } from 'node:fs'
import { join } from 'node:path'
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals'
import { InferenceSession, Tensor } from 'onnxruntime-node'
import { randomStream } from '../../runtime/support/random.js'
import { repository } from '../support/compile-specification.js'
import { projectWith } from '../support/command-line.js'

const bin = join(repository, 'dist/compiler/bin.js')
let project = { folder: '', remove: () => undefined as void }

function espalier(...words: readonly string[]) {
  const { status, stdout, stderr } = spawnSync(process.execPath, [bin, ...words], {
    cwd: project.folder,
    env: { PATH: process.env['PATH'] ?? '' },
    encoding: 'utf8',
  })
  return { exit: status, out: stdout, err: stderr }
}

interface Row {
  readonly x: number
  readonly y: number
  readonly label: string
}

/** Two rows a day; later files begin like earlier ones. */
function recorded(days: number): { readonly text: string; readonly rows: readonly Row[] } {
  const random = randomStream(1, 'recorded')
  const rows = Array.from({ length: days * 2 }, (): Row => {
    const [x, y] = [Number(random.uniform().toFixed(5)), Number(random.uniform().toFixed(5))]
    return { x, y, label: x + y > 1 ? 'high' : 'low' }
  })
  const lines = rows.map(({ x, y, label }, row) => [Math.floor(row / 2) + 1, x, y, label].join(','))
  return { text: `day,x,y,label\n${lines.join('\n')}\n`, rows }
}

const week1 = recorded(60)
const week2 = recorded(100)

const specification = (file: string, rates: string, more: string): string => `espalier: 1
name: weekly
seed: 1
data:
  file: ${file}
  target: label
  time: day
  prepare: [standardize]
  pools: { tune: 0.6, evaluate: 0.4, by: time }
hyperparameters: { learning_rate: { log_uniform: [${rates}] } }
space: { sequence: [{ affine: { units: 8 } }, relu, { affine: { units: $data.classes } }] }
train:
  loss: cross_entropy
  optimizer: { adam: { learning_rate: $learning_rate } }
  batch_size: 16
  epochs: 20
objective: { maximize: accuracy }
budget: { trials: 2 }
${more}
`

const sound = '1.0e-2, 1.0e-1'
const hopeless = '1.0e-7, 1.0e-6'
const comparison = `arms:
  candidate: { sampler: random }
  production: { model: models/prod.onnx }
protocol: { two_phase: { replicates: 6 } }
claims: [candidate not worse than production on accuracy with margin 0.1]`

/** Runs a specification below a folder for runs of its own. */
function run(text: string, name: string, ...words: readonly string[]) {
  writeFileSync(join(project.folder, `${name}.yaml`), text)
  return espalier('run', `${name}.yaml`, '--ci', '--json', '--out', `runs/${name}`, ...words)
}

beforeAll(() => {
  project = projectWith({ 'week1.csv': week1.text, 'week2.csv': week2.text })
  const trained = run(specification('week1.csv', sound, 'protocol: holdout'), 'week1')
  expect(trained.exit).toBe(0)
  mkdirSync(join(project.folder, 'models'))
  copyFileSync(
    join(project.folder, 'runs/week1/models/default.onnx'),
    join(project.folder, 'models/prod.onnx'),
  )
})
afterAll(() => project.remove())

interface Told {
  readonly measurements: readonly {
    readonly arm: string
    readonly phase: string
    readonly metric: string
    readonly value: number
  }[]
  readonly guarantees: readonly { readonly rule: string; readonly status: string }[]
}

const statusOf = ({ guarantees }: Told): string | undefined =>
  guarantees.find(({ rule }) => rule === 'pretrained-on-evaluation')?.status

/** Accuracy of a model file on rows, by ONNX Runtime alone. */
async function accuracyOf(file: string, rows: readonly Row[]): Promise<number> {
  const session = await InferenceSession.create(file)
  const features = Float32Array.from(rows.flatMap(({ x, y }) => [x, y]))
  const { label } = await session.run({ features: new Tensor('float32', features, [rows.length, 2]) })
  const said = Array.from(label?.data as ArrayLike<string>)
  return said.filter((name, row) => name === rows[row]?.label).length / rows.length
}

describe('a candidate and the model in production', () => {
  test('exits 0 where it is not worse; production is measured as ONNX Runtime finds it, on rows that it has not seen', async () => {
    const { exit, out } = run(specification('week2.csv', sound, comparison), 'fair')
    expect(exit).toBe(0)
    const told = JSON.parse(out) as Told
    const values = told.measurements.filter(
      ({ arm, metric }) => arm === 'production' && metric === 'accuracy',
    )
    expect(values.map(({ phase }) => phase)).toEqual(Array.from({ length: 6 }, () => 'evaluate'))
    const expected = await accuracyOf(join(project.folder, 'models/prod.onnx'), week2.rows.slice(-80))
    expect(expected).toBeGreaterThan(0.8)
    for (const { value } of values) expect(value).toBeCloseTo(expected, 12)
    expect(statusOf(told)).toBe('proved')
    expect(readdirSync(join(project.folder, 'runs/fair/models'))).toEqual(['candidate.onnx'])
  })

  test('exits 4 where it is worse', () => {
    const { exit } = run(specification('week2.csv', hopeless, comparison), 'worse')
    expect(exit).toBe(4)
    expect(readFileSync(join(project.folder, 'espalier-ci/summary.md'), 'utf8')).toContain('1 refuted')
  })

  test('exits 2 where production was trained on rows of the evaluation, and names one', () => {
    const { exit, err } = run(specification('week1.csv', sound, comparison), 'leak')
    expect(exit).toBe(2)
    expect(err).toMatch(
      /error pretrained-on-evaluation: row \d+ \(week1\.csv:\d+\) is measured in replicate 1/,
    )
  })

  test('refuses a plan whose model is another file by now', () => {
    const text = specification('week2.csv', sound, comparison)
    writeFileSync(join(project.folder, 'planned.yaml'), text)
    expect(espalier('compile', 'planned.yaml').exit).toBe(0)
    const model = join(project.folder, 'models/prod.onnx')
    const before = readFileSync(model)
    try {
      const other = run(specification('week1.csv', sound, 'protocol: holdout'), 'other', '--seed', '2')
      expect(other.exit).toBe(0)
      copyFileSync(join(project.folder, 'runs/other/models/default.onnx'), model)
      const stale = espalier('compile', 'planned.yaml', '--check')
      expect({ exit: stale.exit, told: stale.err.includes('stale-plan') }).toEqual({ exit: 2, told: true })
      const { exit, out, err } = espalier('run', 'planned.plan.ts', '--out', 'runs/planned')
      expect(exit).not.toBe(0)
      expect(out + err).toContain('is not the model that the plan was compiled for')
    } finally {
      writeFileSync(model, before)
    }
  })
})

test('a model of another making is measured, and its rows are declared', async () => {
  const bytes = readFileSync(join(project.folder, 'models/prod.onnx'))
  // Its metadata under names that nobody reads: the same graph without a word about itself.
  const text = bytes
    .toString('latin1')
    .replaceAll('trained_on', 'tr_in_d_on')
    .replaceAll(/\n\x06inputs/g, '\n\x06inp_ts')
  const file = join(project.folder, 'models/foreign.onnx')
  appendFileSync(file, Buffer.from(text, 'latin1'))
  const { exit, out } = run(
    specification('week2.csv', sound, comparison.replace('prod.onnx', 'foreign.onnx')),
    'foreign',
  )
  expect(exit).toBe(0)
  expect(statusOf(JSON.parse(out) as Told)).toBe('declared')
})
